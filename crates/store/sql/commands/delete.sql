-- Marks a live command as deleted. Primary key.
update commands set deleteat = $2, updateat = $2 where id = $1 and deleteat = 0
