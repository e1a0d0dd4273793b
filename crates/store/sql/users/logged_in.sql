-- A log-in that worked.
update users set failedattempts = 0, lastlogin = $2 where id = $1
