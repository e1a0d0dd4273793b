-- Files that a post no longer has. Index idx_fileinfo_postid_at.
update fileinfo set deleteat = $3, updateat = $3 where postid = $2 and deleteat = 0 and id <> all($1)
