-- Files that a post has again. Index idx_fileinfo_postid_at.
update fileinfo set deleteat = 0 where postid = $2 and deleteat > 0 and id = any($1)
