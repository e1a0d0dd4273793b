-- Whether a post is told again. Primary key.
select 1 from persistentnotifications where postid = $1 and deleteat = 0
