-- A post is there again with the replies and files that went with it at $2. Primary key, idx_posts_root_id_delete_at,
-- idx_fileinfo_postid_at.
with back as (
    update posts set deleteat = 0, updateat = $3 where (id = $1 or rootid = $1) and deleteat = $2 returning id
), thread as (
    update threads set threaddeleteat = null where postid = $1
)
update fileinfo set deleteat = 0, updateat = $3 where postid in (select id from back) and deleteat = $2
