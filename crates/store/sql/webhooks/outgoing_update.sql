-- What may be changed of a live outgoing webhook. Primary key.
update outgoingwebhooks set token = $2, updateat = $3, channelid = $4, triggerwords = $5, triggerwhen = $6, callbackurls = $7,
    displayname = $8, description = $9, contenttype = $10, username = $11, iconurl = $12
where id = $1 and deleteat = 0
