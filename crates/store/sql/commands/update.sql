-- What may be changed of a live command. Primary key.
update commands set token = $2, updateat = $3, teamid = $4, trigger = $5, method = $6, username = $7, iconurl = $8,
    autocomplete = $9, autocompletedesc = $10, autocompletehint = $11, displayname = $12, description = $13, url = $14
where id = $1 and deleteat = 0
