-- A reminder that cannot be sent is given up. Primary key.
delete from postreminders where postid = $1 and userid = $2 and targettime <= $3
