-- A log-in that worked; only while the account is active and not locked by failed ones ($3 is the limit).
update users set failedattempts = 0, lastlogin = $2 where id = $1 and failedattempts < $3 and deleteat = 0
