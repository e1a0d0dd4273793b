-- The files of a deleted post and of its replies. Index idx_fileinfo_postid_at.
update fileinfo set deleteat = $2, updateat = $2
where postid in (select id from posts where id = $1 or rootid = $1) and deleteat = 0
