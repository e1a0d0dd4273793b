-- The right password was given outside a log-in; only while not locked by failed attempts ($2 is the limit).
update users set failedattempts = 0 where id = $1 and failedattempts < $2
