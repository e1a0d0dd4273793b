-- One more failed log-in.
update users set failedattempts = failedattempts + 1 where id = $1
