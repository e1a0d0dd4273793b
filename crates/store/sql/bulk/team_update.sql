-- What a line says of a team that is there. Primary key.
update teams set updateat = $2, displayname = $3, description = $4, type = $5::text::team_type, allowopeninvite = $6,
    schemeid = $7
where id = $1
