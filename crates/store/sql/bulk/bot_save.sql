-- The bot's side of an account, made or brought up to date. Primary key.
insert into bots (userid, description, ownerid, createat, updateat, deleteat, lasticonupdate)
values ($1, $2, $3, $4, $4, $5, $6)
on conflict (userid) do update set description = excluded.description, ownerid = excluded.ownerid,
    updateat = excluded.updateat, deleteat = excluded.deleteat
