-- What a user or an administrator may change of an account. Unique: users_username_key, users_email_key.
update users set updateat = $2, username = $3, email = $4, emailverified = $5, nickname = $6, firstname = $7,
    lastname = $8, position = $9, allowmarketing = $10, props = $11, notifyprops = $12, lastpictureupdate = $13,
    locale = $14, timezone = $15, remoteid = $16
where id = $1
