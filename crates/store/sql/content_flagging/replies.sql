-- The live replies below a post. Index idx_posts_root_id_delete_at.
select id from posts where rootid = $1 and deleteat = 0
