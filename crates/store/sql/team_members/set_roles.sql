-- Named roles and flags of the scheme of one member. Primary key.
update teammembers set roles = $3, schemeguest = $4, schemeuser = $5, schemeadmin = $6
where teamid = $1 and userid = $2
