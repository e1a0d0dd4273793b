-- A new incoming webhook.
insert into incomingwebhooks (id, createat, updateat, deleteat, userid, channelid, teamid, displayname, description, username, iconurl,
    channellocked)
values ($1, $2, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10)
