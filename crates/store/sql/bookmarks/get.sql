-- The channel of a bookmark that is not deleted. Primary key.
select channelid from channelbookmarks where id = $1 and deleteat = 0
