-- All live members of a team. Primary key.
select teamid, userid, roles, deleteat, schemeguest, schemeuser, schemeadmin, createat
from teammembers where teamid = $1 and deleteat = 0
