-- Makes users members who were none, or none any more, unless the team is full. One row for each who is new. Primary key.
insert into teammembers (teamid, userid, roles, deleteat, schemeguest, schemeuser, schemeadmin, createat)
select $1, m.userid, '', 0, m.guest, not m.guest, m.admin, $5
from unnest($2::text[], $3::bool[], $4::bool[]) m(userid, guest, admin)
on conflict (teamid, userid) do update
    set deleteat = 0, schemeguest = excluded.schemeguest, schemeuser = excluded.schemeuser,
        schemeadmin = excluded.schemeadmin, createat = excluded.createat
    where teammembers.deleteat <> 0
returning userid
