-- The earlier version of a post that is about to change, under an id of its own. Primary key.
insert into posts (id, createat, updateat, editat, deleteat, ispinned, userid, channelid, rootid, originalid, message,
    type, props, hashtags, filenames, fileids, hasreactions, remoteid)
select $2, createat, $3, editat, $3, ispinned, userid, channelid, rootid, id, message,
    type, props, hashtags, filenames, fileids, hasreactions, remoteid
from posts where id = $1
