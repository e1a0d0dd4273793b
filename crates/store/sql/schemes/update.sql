-- Gives a scheme other words. Primary key.
update schemes set name = $2, displayname = $3, description = $4, updateat = $5 where id = $1
