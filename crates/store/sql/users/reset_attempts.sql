-- Forgets failed log-ins. Primary key.
update users set failedattempts = 0 where id = $1
