-- The file of a deleted bookmark goes with it. Primary key.
update fileinfo set deleteat = $2, updateat = $2 where id = $1 and deleteat = 0
