-- One post, kept until the transaction ends. Primary key.
select p.id, p.createat, p.updateat, p.editat, p.deleteat, p.ispinned, p.userid, p.channelid, p.rootid, p.originalid,
    p.message, p.type, p.props, p.hashtags, p.fileids, p.hasreactions, p.remoteid,
    coalesce((select t.replycount from threads t where t.postid = coalesce(nullif(p.rootid, ''), p.id)), 0)
from posts p where p.id = $1 for update
