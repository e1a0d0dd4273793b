-- A thread as a new reply finds it: its first post, its counters, and its followers with what they have not read.
-- Primary keys. Replies are counted for those followers alone who have read a part of the thread, and only from there
-- on: index idx_posts_channel_id_delete_at_create_at.
select p.id, p.createat, p.updateat, p.editat, p.deleteat, p.ispinned, p.userid, p.channelid, p.rootid, p.originalid,
    p.message, p.type, p.props, p.hashtags, p.fileids, p.hasreactions, p.remoteid,
    coalesce(t.replycount, 0), t.lastreplyat, t.participants, t.threaddeleteat, i.priority,
    f.users, f.following, f.viewed, f.mentions, f.unread
from posts p
left join threads t on t.postid = p.id
left join postspriority i on i.postid = p.id
cross join lateral (
    select array_agg(m.userid) users, array_agg(m.following) following, array_agg(m.lastviewed) viewed,
        array_agg(m.unreadmentions) mentions,
        array_agg(case when m.lastviewed >= t.lastreplyat then 0 when m.lastviewed = 0 then t.replycount
            else (select count(*) from (select r.rootid from posts r
                where r.channelid = p.channelid and r.deleteat = 0 and r.createat > m.lastviewed offset 0) r
                where r.rootid = p.id) end) unread
    from threadmemberships m where m.postid = p.id
) f
where p.id = $1
