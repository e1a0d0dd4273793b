-- Ends a session, and what an application holds of it. Primary keys.
with gone as (delete from sessions where id = $1 returning token)
delete from oauthaccessdata a using gone where a.token = gone.token
