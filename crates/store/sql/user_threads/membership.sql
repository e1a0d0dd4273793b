-- Somebody's place in a thread. Primary key.
select postid, userid, coalesce(following, false), coalesce(lastviewed, 0), coalesce(lastupdated, 0), coalesce(unreadmentions, 0)
from threadmemberships where postid = $1 and userid = $2
