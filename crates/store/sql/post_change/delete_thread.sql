-- The thread of a deleted first post. Primary key.
update threads set threaddeleteat = $2 where postid = $1
