-- One thread with the place of a user in it, followed or not. Primary keys; replies are counted from where the user has
-- read on, idx_posts_root_id_delete_at.
select p.id, p.createat, p.updateat, p.editat, p.deleteat, p.ispinned, p.userid, p.channelid, p.rootid, p.originalid,
    p.message, p.type, p.props, p.hashtags, p.fileids, p.hasreactions, p.remoteid,
    coalesce(t.replycount, 0), t.lastreplyat, t.participants, coalesce(t.threaddeleteat, 0),
    coalesce(r.priority = 'urgent', false), m.lastviewed, m.unreadmentions,
    case when m.lastviewed >= t.lastreplyat then 0 when coalesce(m.lastviewed, 0) = 0 then t.replycount
        else (select count(*) from posts q where q.rootid = t.postid and q.deleteat = 0 and q.createat > m.lastviewed) end
from threadmemberships m join threads t on t.postid = m.postid join posts p on p.id = m.postid
left join postspriority r on r.postid = p.id
where m.postid = $2 and m.userid = $1
    and exists (select 1 from channelmembers n where n.channelid = t.channelid and n.userid = m.userid)
