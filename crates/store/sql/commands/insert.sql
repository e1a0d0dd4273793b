-- A new command.
insert into commands (id, token, createat, updateat, deleteat, creatorid, teamid, trigger, method, username, iconurl, autocomplete,
    autocompletedesc, autocompletehint, displayname, description, url, pluginid)
values ($1, $2, $3, $3, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '')
