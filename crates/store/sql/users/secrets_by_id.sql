-- What decides a log-in, by id. Primary key.
select id, password, mfasecret, mfausedtimestamps, failedattempts, mfaactive from users where id = $1
