-- One membership, taken until the transaction ends; former ones too. Primary key.
select teamid, userid, roles, deleteat, schemeguest, schemeuser, schemeadmin, createat
from teammembers where teamid = $1 and userid = $2 for no key update
