-- A thread as a new reply finds it: its first post, its counters, and its followers with what they have not read.
-- Primary keys. Replies are counted for those followers alone who have read a part of the thread: once for all of
-- them, from where the one goes on who is furthest behind (index idx_posts_channel_id_delete_at_create_at).
select p.id, p.createat, p.updateat, p.editat, p.deleteat, p.ispinned, p.userid, p.channelid, p.rootid, p.originalid,
    p.message, p.type, p.props, p.hashtags, p.fileids, p.hasreactions, p.remoteid,
    coalesce(t.replycount, 0), t.lastreplyat, t.participants, t.threaddeleteat, i.priority,
    f.users, f.following, f.viewed, f.mentions, f.unread
from posts p
left join threads t on t.postid = p.id
left join postspriority i on i.postid = p.id
cross join lateral (
    select coalesce(array_agg(r.createat order by r.createat), '{}') at from (
        select rootid, createat from posts where channelid = p.channelid and deleteat = 0 and createat > (
            select min(m.lastviewed) from threadmemberships m
            where m.postid = p.id and m.lastviewed > 0 and m.lastviewed < t.lastreplyat) offset 0
    ) r where r.rootid = p.id
) replies
cross join lateral (
    select array_agg(m.userid) users, array_agg(m.following) following, array_agg(m.lastviewed) viewed,
        array_agg(m.unreadmentions) mentions,
        array_agg(case when m.lastviewed >= t.lastreplyat then 0 when m.lastviewed = 0 then t.replycount
            -- The bucket is the number of replies up to then.
            else cardinality(replies.at) - width_bucket(m.lastviewed, replies.at) end) unread
    from threadmemberships m where m.postid = p.id
) f
where p.id = $1
