-- What a post brings along changed. Primary key.
update posts set updateat = greatest(updateat + 1, $2) where id = $1 returning updateat
