-- What decides a log-in, by user name or e-mail address (in lower case). Unique indexes.
select id, password, mfasecret, mfausedtimestamps, failedattempts, mfaactive from users
where username = $1 or email = $1 limit 1
