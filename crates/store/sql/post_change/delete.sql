-- A post and, when it begins a thread, all replies are gone for everybody but auditors. Primary key,
-- idx_posts_root_id_delete_at.
update posts set deleteat = $2, updateat = $2, props = jsonb_set(coalesce(props, '{}'), '{deleteBy}', to_jsonb($3::text))
where (id = $1 or rootid = $1) and deleteat = 0
