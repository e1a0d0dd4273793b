-- A new file, not yet part of a post.
insert into fileinfo (id, creatorid, postid, createat, updateat, deleteat, path, thumbnailpath, previewpath, name, extension,
    size, mimetype, width, height, haspreviewimage, minipreview, content, remoteid, archived, channelid)
values ($1, $2, '', $3, $4, 0, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, false, $18)
