-- The files of a post that goes to another channel become uploads of its author there. Index idx_fileinfo_postid_at.
update fileinfo set postid = '', channelid = $2, creatorid = $3 where postid = $1 and deleteat = 0
