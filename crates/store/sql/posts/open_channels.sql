-- Open channels of a team by name. Unique index channels_name_teamid_key.
select name, displayname from channels where teamid = $1 and name = any($2) and type = 'O' and deleteat = 0
