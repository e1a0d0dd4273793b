-- Roles and whether the user is a guest, in its sessions. Index idx_sessions_user_id.
update sessions set roles = $2, props = coalesce(props, '{}') || jsonb_build_object('is_guest', $3::text)
where userid = $1
