-- A new password: the account logs in by it from now on. Primary key.
update users set password = $2, lastpasswordupdate = $3, updateat = $3, authdata = null, authservice = '',
    failedattempts = 0
where id = $1
