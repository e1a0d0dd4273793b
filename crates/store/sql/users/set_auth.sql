-- The account logs in by another service from now on. Unique: users_authdata_key.
update users set authdata = $2, authservice = $3, password = '', lastpasswordupdate = $4, updateat = $4,
    failedattempts = 0
where id = $1
