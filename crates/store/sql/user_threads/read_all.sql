-- All threads of a user in a team, and those without a team, are read, with what was written while they were taken. Index
-- idx_thread_memberships_user_id.
update threadmemberships m set lastviewed = greatest($3, t.lastreplyat), unreadmentions = 0, lastupdated = $3
from threads t
where m.userid = $1 and m.following and t.postid = m.postid and coalesce(t.threadteamid, '') in ($2, '')
    and (m.unreadmentions > 0 or m.lastviewed < t.lastreplyat)
