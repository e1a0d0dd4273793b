-- The live team memberships of a user with the scheme of the team. Index idx_teammembers_user_id.
select tm.teamid, tm.userid, tm.roles, tm.schemeguest, tm.schemeuser, tm.schemeadmin, t.schemeid
from teammembers tm join teams t on t.id = tm.teamid where tm.userid = $1 and tm.deleteat = 0 order by tm.teamid
