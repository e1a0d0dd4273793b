-- Takes what an application holds away, of one person ($2, empty for all), with the sessions, and says which those were.
-- Unique index of clientid and userid, idx_sessions_token.
with gone as (delete from oauthaccessdata where clientid = $1 and ($2 = '' or userid = $2) returning token)
delete from sessions s using gone where s.token = gone.token returning s.id
