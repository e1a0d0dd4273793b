-- Live files of posts. Index idx_fileinfo_postid_at.
select postid, name, size from fileinfo where postid = any($1) and deleteat = 0
