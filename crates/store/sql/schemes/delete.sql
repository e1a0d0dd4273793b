-- Takes a scheme away; its row stays. Primary key.
update schemes set updateat = $2, deleteat = $2 where id = $1
