-- What may be changed of a live incoming webhook. Primary key.
update incomingwebhooks set updateat = $2, channelid = $3, displayname = $4, description = $5, username = $6, iconurl = $7,
    channellocked = $8
where id = $1 and deleteat = 0
