-- Memberships in teams of those who have none or left; one row for each. Primary key.
insert into teammembers (teamid, userid, roles, deleteat, schemeuser, schemeadmin, schemeguest, createat)
select k.team, k.member, k.roles, 0, k.is_user, k.is_admin, k.is_guest, $7
from unnest($1::text[], $2::text[], $3::text[], $4::bool[], $5::bool[], $6::bool[])
    k (team, member, roles, is_user, is_admin, is_guest)
on conflict (teamid, userid) do update set roles = excluded.roles, deleteat = 0, schemeuser = excluded.schemeuser,
    schemeadmin = excluded.schemeadmin, schemeguest = excluded.schemeguest, createat = excluded.createat
where teammembers.deleteat <> 0
returning userid
