-- A live outgoing webhook. Primary key.
select id, token, createat, updateat, deleteat, creatorid, channelid, teamid, triggerwords, triggerwhen, callbackurls,
    displayname, description, contenttype, username, iconurl
from outgoingwebhooks where id = $1 and deleteat = 0
