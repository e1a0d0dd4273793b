-- The files of posts, deleted ones too. Index idx_fileinfo_postid_at.
select id, creatorid, postid, channelid, createat, updateat, deleteat, name, extension, size, mimetype, width, height,
    haspreviewimage, minipreview, remoteid, archived
from fileinfo where postid = any($1) order by createat, id
