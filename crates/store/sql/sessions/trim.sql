-- Ends the least recently used sessions of a user beyond the newest $2. Index idx_sessions_user_id.
delete from sessions where id in (
    select id from sessions where userid = $1 order by lastactivityat desc offset $2
) returning id
