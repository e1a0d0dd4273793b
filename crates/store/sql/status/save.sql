-- Writes the status of a user. Primary key.
insert into status (userid, status, manual, lastactivityat, dndendtime, prevstatus) values ($1, $2, $3, $4, $5, $6)
on conflict (userid) do update
    set status = excluded.status, manual = excluded.manual, lastactivityat = excluded.lastactivityat,
        dndendtime = excluded.dndendtime, prevstatus = excluded.prevstatus
