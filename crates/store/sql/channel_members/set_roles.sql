-- Roles of a member. Primary key.
update channelmembers set roles = $3, schemeguest = $4, schemeuser = $5, schemeadmin = $6, lastupdateat = $7
where channelid = $1 and userid = $2
