-- What makes a connection to programs, one row. Primary key.
update outgoingoauthconnections set updateat = $2, name = $3, clientid = $4, clientsecret = $5, credentialsusername = $6,
    credentialspassword = $7, oauthtokenurl = $8, granttype = $9::text::outgoingoauthconnections_granttype, audiences = $10
where id = $1
