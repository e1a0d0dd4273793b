-- The device of a session and how long it lasts there. Primary key.
update sessions set deviceid = $2, expiresat = $3, expirednotify = false where id = $1
