-- Incoming webhooks of a channel that goes to another team.
update incomingwebhooks set teamid = $2, updateat = $3 where channelid = $1
