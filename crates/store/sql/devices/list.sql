-- The devices of these users whose sessions have not ended by $2 (Unix ms). Index idx_sessions_user_id.
select id, userid, deviceid from sessions
where userid = any($1) and deviceid <> '' and expiresat >= $2
