-- The bookmarks of a channel from first to last with their files: those that are not deleted, or those that changed since
-- $2. Index idx_channelbookmarks_channelid; a channel has at most some dozens.
select b.id, b.createat, b.updateat, b.deleteat, b.channelid, b.ownerid, b.fileinfoid, b.displayname, b.sortorder,
    b.linkurl, b.imageurl, b.emoji, b.type::text, b.originalid, b.parentid,
    f.id, f.name, f.extension, f.size, f.mimetype, f.width, f.height, f.haspreviewimage, f.minipreview
from channelbookmarks b
left join fileinfo f on f.id = b.fileinfoid
where b.channelid = $1 and case when $2::bigint > 0 then b.updateat >= $2 else b.deleteat = 0 end
order by b.sortorder, b.deleteat, b.id
