-- Ends every session of a user but one ($2, empty for none), and what applications hold of them. Index idx_sessions_user_id,
-- primary key.
with gone as (delete from sessions where userid = $1 and id <> $2 returning id, token),
    held as (delete from oauthaccessdata a using gone where a.token = gone.token)
select id from gone
