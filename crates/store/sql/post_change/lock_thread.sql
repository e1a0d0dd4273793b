-- The live posts of a thread, oldest first, kept until the transaction ends. Primary key, idx_posts_root_id_delete_at.
select id, updateat from posts where (id = $1 or rootid = $1) and deleteat = 0 order by createat, id for update
