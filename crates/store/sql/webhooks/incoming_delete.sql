-- Marks a live incoming webhook as deleted. Primary key.
update incomingwebhooks set deleteat = $2, updateat = $2 where id = $1 and deleteat = 0
