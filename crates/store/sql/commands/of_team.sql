-- The live commands of a team, the oldest first. idx_command_team_id.
select id, token, createat, updateat, deleteat, creatorid, teamid, trigger, method, username, iconurl, autocomplete,
    autocompletedesc, autocompletehint, displayname, description, url, pluginid
from commands where teamid = $1 and deleteat = 0 order by createat, id
