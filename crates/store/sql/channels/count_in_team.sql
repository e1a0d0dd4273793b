-- How many live public and private channels a team has. Index idx_channels_team_id_type.
select count(*) from channels where teamid = $1 and type in ('O', 'P') and deleteat = 0
