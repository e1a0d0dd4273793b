-- The first post of a thread, when one of its replies changed. Primary key.
update posts set updateat = greatest(updateat, $2) where id = $1
