-- The uploads that a user wants to attach, those without a post only, kept until the transaction ends. Primary key.
select id, creatorid, postid, channelid, createat, updateat, deleteat, name, extension, size, mimetype, width, height,
    haspreviewimage, minipreview, remoteid, archived
from fileinfo
where id = any($1) and creatorid = $2 and coalesce(postid, '') = '' and deleteat = 0 and coalesce(channelid, $3) in ('', $3)
for update
