-- Ends the ties of a group to the channels of a team, and says to which. Primary keys.
update groupchannels t set deleteat = $3, updateat = $3 from channels c
where t.groupid = $1 and t.deleteat = 0 and c.id = t.channelid and c.teamid = $2
returning t.channelid
