-- The time of the last change of an account, which moves when its teams do. Primary key.
update users set updateat = greatest($2, updateat + 1) where id = $1
