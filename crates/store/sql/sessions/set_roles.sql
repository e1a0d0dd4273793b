-- The roles of a user in its sessions. Index idx_sessions_user_id.
update sessions set roles = $2 where userid = $1
