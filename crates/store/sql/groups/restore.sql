-- Brings a deleted group back, at most one row. Primary key.
update usergroups set deleteat = 0, updateat = $2 where id = $1 and deleteat <> 0
