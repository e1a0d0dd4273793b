-- Takes the roles of a scheme away with it. Scans the roles: a few hundred rows.
update roles set updateat = $2, deleteat = $2 where schemeid = $1
