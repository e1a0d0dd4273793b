-- Writes statuses that followed by themselves; what a person chose meanwhile stays. Primary key.
insert into status (userid, status, manual, lastactivityat, dndendtime, prevstatus)
select s.userid, s.status, s.manual, s.lastactivityat, s.dndendtime, s.prevstatus
from unnest($1::text[], $2::text[], $3::bool[], $4::bigint[], $5::bigint[], $6::text[])
    s (userid, status, manual, lastactivityat, dndendtime, prevstatus)
order by s.userid
on conflict (userid) do update
    set status = excluded.status, manual = excluded.manual, lastactivityat = excluded.lastactivityat,
        dndendtime = excluded.dndendtime, prevstatus = excluded.prevstatus
    where not status.manual or excluded.manual
