-- The live team memberships of a user with what decides their roles. Index idx_teammembers_user_id.
select teamid, roles, schemeguest, schemeuser, schemeadmin from teammembers where userid = $1 and deleteat = 0
