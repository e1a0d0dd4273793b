-- Notes that a session was used; the expiry moves with it when the server extends sessions.
update sessions set lastactivityat = $2, expiresat = $3 where id = $1
