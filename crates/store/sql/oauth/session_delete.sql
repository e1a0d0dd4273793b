-- Ends the session with this token. Index idx_sessions_token.
delete from sessions where token = $1 returning id
