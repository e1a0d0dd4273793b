-- Ends the tie of a group to a team, one row. Primary key.
update groupteams set deleteat = $3, updateat = $3 where groupid = $1 and teamid = $2 and deleteat = 0
