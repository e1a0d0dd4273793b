-- One page of a channel, newest first. Index idx_posts_channel_id_delete_at_create_at.
select p.id, p.createat, p.updateat, p.editat, p.deleteat, p.ispinned, p.userid, p.channelid, p.rootid, p.originalid,
    p.message, p.type, p.props, p.hashtags, p.fileids, p.hasreactions, p.remoteid, 0::bigint
from posts p
where p.channelid = $1 and p.deleteat = 0
order by p.createat desc limit $2 offset $3
