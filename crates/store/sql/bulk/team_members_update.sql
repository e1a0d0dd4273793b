-- Roles of members of teams where a line says something else; one row for each. Primary key.
update teammembers m set roles = k.roles, schemeuser = k.is_user, schemeadmin = k.is_admin, schemeguest = k.is_guest
from unnest($1::text[], $2::text[], $3::text[], $4::bool[], $5::bool[], $6::bool[])
    k (team, member, roles, is_user, is_admin, is_guest)
where m.teamid = k.team and m.userid = k.member
    and (m.roles, m.schemeuser, m.schemeadmin, m.schemeguest) is distinct from (k.roles, k.is_user, k.is_admin, k.is_guest)
returning m.userid
