-- Ends a session. Primary key.
delete from sessions where id = $1
