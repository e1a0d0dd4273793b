-- Notes used time steps of the second factor; only if nobody used one meanwhile. Primary key.
update users set mfausedtimestamps = $2 where id = $1 and coalesce(mfausedtimestamps, '[]') = $3
