-- The live outgoing webhooks of a team, the oldest first. idx_outgoing_webhook_team_id.
select id, token, createat, updateat, deleteat, creatorid, channelid, teamid, triggerwords, triggerwhen, callbackurls,
    displayname, description, contenttype, username, iconurl
from outgoingwebhooks where teamid = $1 and deleteat = 0 order by createat, id
