-- What a line says of a user who is there. Primary key; unique: users_email_key, users_authdata_key.
update users set updateat = $2, deleteat = $3, password = $4, authdata = $5, authservice = $6, email = $7,
    emailverified = $8, nickname = $9, firstname = $10, lastname = $11, position = $12, roles = $13, props = $14,
    notifyprops = $15, lastpasswordupdate = $16, locale = $17, lastpictureupdate = $18
where id = $1
