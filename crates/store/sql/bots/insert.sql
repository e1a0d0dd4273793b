-- The bot of an account. Unique: bots_pkey.
insert into bots (userid, description, ownerid, createat, updateat, deleteat, lasticonupdate)
values ($1, $2, $3, $4, $4, 0, 0)
