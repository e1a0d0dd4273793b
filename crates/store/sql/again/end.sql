-- The post is not told again. Primary key.
delete from persistentnotifications where postid = $1
