-- Followed threads of a user with something new, by team, and the mentions in them. Index
-- idx_thread_memberships_user_id.
select t.threadteamid,
    count(*) filter (where f.lastviewed < t.lastreplyat),
    sum(f.unreadmentions)::bigint,
    coalesce(sum(f.unreadmentions) filter (where p.priority = 'urgent'), 0)::bigint
from threadmemberships f join threads t on t.postid = f.postid
    left join postspriority p on p.postid = t.postid
where f.userid = $1 and f.following and coalesce(t.threaddeleteat, 0) = 0 and t.threadteamid = any($2)
group by t.threadteamid
