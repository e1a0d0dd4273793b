-- The text that was found in a file. At most one row; primary key.
update fileinfo set content = $2 where id = $1 and deleteat = 0
