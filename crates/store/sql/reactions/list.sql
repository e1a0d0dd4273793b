-- The reactions to these posts, in the order in which they were made. Primary key.
select userid, postid, emojiname, createat, coalesce(updateat, createat), coalesce(deleteat, 0), remoteid, channelid
from reactions where postid = any($1) and coalesce(deleteat, 0) = 0 order by createat, userid, emojiname
