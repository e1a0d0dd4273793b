-- A file that was uploaded for a bookmark of the channel and that no bookmark has yet, kept until the transaction ends.
-- Primary key; index idx_channelbookmarks_channelid.
select id, creatorid, postid, channelid, createat, updateat, deleteat, name, extension, size, mimetype, width, height,
    haspreviewimage, minipreview, remoteid, archived
from fileinfo f
where f.id = $1 and f.creatorid = 'bookmark' and f.channelid = $2 and coalesce(f.postid, '') = '' and f.deleteat = 0
    and not exists (select from channelbookmarks b where b.channelid = $2 and b.fileinfoid = $1 and b.deleteat = 0)
for update
