-- Ends the tie of a group to a channel, one row. Primary key.
update groupchannels set deleteat = $3, updateat = $3 where groupid = $1 and channelid = $2 and deleteat = 0
