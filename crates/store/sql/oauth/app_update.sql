-- What is said of an application, one row. Primary key.
update oauthapps set updateat = $2, clientsecret = $3, name = $4, description = $5, iconurl = $6, callbackurls = $7, homepage = $8,
    istrusted = $9, mattermostappid = $10
where id = $1
