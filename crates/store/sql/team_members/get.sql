-- Members of a team by user, former ones too. Primary key.
select teamid, userid, roles, deleteat, schemeguest, schemeuser, schemeadmin, createat
from teammembers where teamid = $1 and userid = any($2)
