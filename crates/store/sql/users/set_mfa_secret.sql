-- A secret for the second factor, not in force yet. Primary key.
update users set mfasecret = $2, updateat = $3 where id = $1
