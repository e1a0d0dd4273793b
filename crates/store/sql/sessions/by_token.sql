-- The session behind a token. Index idx_sessions_token.
select id, token, createat, expiresat, lastactivityat, userid, deviceid, roles, isoauth, expirednotify, props
from sessions where token = $1
