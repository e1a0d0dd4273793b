-- Makes an account a bot.
insert into bots (userid, description, ownerid, createat, updateat, deleteat, lasticonupdate)
values ($1, '', $2, $3, $3, 0, 0)
