-- Holds all threads of a user in a team, and those without a team, in which something is unread, by their first posts: see
-- threads/lock.sql. In one order, for those who do so at the same time. Index idx_thread_memberships_user_id.
select 1 from posts where id in (
    select m.postid from threadmemberships m join threads t on t.postid = m.postid
    where m.userid = $1 and m.following and coalesce(t.threadteamid, '') in ($2, '')
        and (m.unreadmentions > 0 or m.lastviewed < t.lastreplyat)
) order by id for no key update
