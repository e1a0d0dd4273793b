-- One session. Primary key.
select id, token, createat, expiresat, lastactivityat, userid, deviceid, roles, isoauth, expirednotify, props
from sessions where id = $1
