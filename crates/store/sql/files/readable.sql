-- Files with one of these endings from a time on and up to one, oldest first, behind the file ($3, $4). A hundred rows.
-- Index idx_fileinfo_create_at.
select id, path, name, size, createat, coalesce(content, '') <> ''
from fileinfo
where createat >= $1 and createat <= $2 and (createat, id) > ($3, $4) and deleteat = 0 and extension = any($5)
order by createat, id
limit 100
