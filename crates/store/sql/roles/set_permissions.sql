-- Gives a role other permissions. Primary key.
update roles set permissions = $2, updateat = $3 where id = $1
