-- Switches the second factor on ($2, the code's time steps in $3) or off; off forgets the secret. Primary key.
update users set mfaactive = $2, mfasecret = case when $2 then mfasecret else '' end, mfausedtimestamps = $3,
    updateat = $4
where id = $1
