-- The uploads of a user among these, as long as no post has them. Primary key.
select id, creatorid, postid, channelid, createat, updateat, deleteat, name, extension, size, mimetype, width, height,
    haspreviewimage, minipreview, remoteid, archived
from fileinfo where id = any($1) and creatorid = $2 and coalesce(postid, '') = '' and deleteat = 0
