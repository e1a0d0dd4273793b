-- Ends the other sessions of a user on the same device. Index idx_sessions_user_id.
delete from sessions where userid = $1 and deviceid = $2 and id <> $3 returning id
