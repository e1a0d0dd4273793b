-- Marks the threads of channels as read that a user follows; answers those that had anything unread.
-- Index idx_thread_memberships_user_id.
update threadmemberships tm set lastviewed = $3, lastupdated = $3, unreadmentions = 0
from threads t
where tm.userid = $1 and t.postid = tm.postid and t.channelid = any($2) and tm.following
    and (t.lastreplyat > tm.lastviewed or tm.unreadmentions > 0)
returning tm.postid
