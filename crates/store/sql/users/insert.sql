-- A new account. Unique: users_username_key, users_email_key, users_authdata_key.
insert into users (id, createat, updateat, deleteat, username, password, authdata, authservice, email, emailverified,
    nickname, firstname, lastname, position, roles, allowmarketing, props, notifyprops, lastpasswordupdate,
    lastpictureupdate, failedattempts, locale, timezone, mfaactive, mfasecret, remoteid, lastlogin, mfausedtimestamps)
values ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 0, 0, $19, $20, false, '',
    $21, 0, '[]')
