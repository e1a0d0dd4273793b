-- A new session.
insert into sessions (id, token, createat, expiresat, lastactivityat, userid, deviceid, roles, isoauth, expirednotify, props)
values ($1, $2, $3, $4, $3, $5, $6, $7, $8, false, $9)
