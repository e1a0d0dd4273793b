-- A file with the keys of its bytes, a deleted one too. Primary key.
select id, creatorid, postid, channelid, createat, updateat, deleteat, name, extension, size, mimetype, width, height,
    haspreviewimage, minipreview, remoteid, archived, path, thumbnailpath, previewpath
from fileinfo where id = $1
