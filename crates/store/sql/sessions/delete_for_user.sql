-- Ends every session of a user but one ($2, empty for none). Index idx_sessions_user_id.
delete from sessions where userid = $1 and id <> $2 returning id
