-- Ends the session of an access token. Index idx_sessions_token.
delete from sessions s using useraccesstokens t where t.id = $1 and s.token = t.token returning s.id
