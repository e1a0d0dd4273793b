-- The system roles of a user. Primary key.
update users set roles = $2, updateat = $3 where id = $1
