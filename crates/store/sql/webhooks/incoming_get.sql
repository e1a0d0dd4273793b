-- A live incoming webhook. Primary key.
select id, createat, updateat, deleteat, userid, channelid, teamid, displayname, description, username, iconurl,
    channellocked
from incomingwebhooks where id = $1 and deleteat = 0
