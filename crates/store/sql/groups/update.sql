-- The words of a group, one row. Primary key.
update usergroups set name = $2, displayname = $3, description = $4, allowreference = $5, updateat = $6 where id = $1
