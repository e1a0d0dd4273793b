-- Marks a live group as deleted, at most one row. Primary key.
update usergroups set deleteat = $2, updateat = $2 where id = $1 and deleteat = 0
