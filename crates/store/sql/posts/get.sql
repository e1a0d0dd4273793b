-- Posts by id with the length of their threads, deleted ones too. Primary keys.
select p.id, p.createat, p.updateat, p.editat, p.deleteat, p.ispinned, p.userid, p.channelid, p.rootid, p.originalid,
    p.message, p.type, p.props, p.hashtags, p.fileids, p.hasreactions, p.remoteid, coalesce(t.replycount, 0)
from posts p left join threads t on t.postid = coalesce(nullif(p.rootid, ''), p.id)
where p.id = any($1)
