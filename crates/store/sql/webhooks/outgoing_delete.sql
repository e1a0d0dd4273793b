-- Marks a live outgoing webhook as deleted. Primary key.
update outgoingwebhooks set deleteat = $2, updateat = $2 where id = $1 and deleteat = 0
