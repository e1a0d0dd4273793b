-- A new outgoing webhook.
insert into outgoingwebhooks (id, token, createat, updateat, deleteat, creatorid, channelid, teamid, triggerwords, triggerwhen, callbackurls,
    displayname, description, contenttype, username, iconurl)
values ($1, $2, $3, $3, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
