-- A live command. Primary key.
select id, token, createat, updateat, deleteat, creatorid, teamid, trigger, method, username, iconurl, autocomplete,
    autocompletedesc, autocompletehint, displayname, description, url, pluginid
from commands where id = $1 and deleteat = 0
