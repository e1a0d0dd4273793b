-- The sessions of a user, the most recently used first. Index idx_sessions_user_id.
select id, token, createat, expiresat, lastactivityat, userid, deviceid, roles, isoauth, expirednotify, props
from sessions where userid = $1 order by lastactivityat desc, id
