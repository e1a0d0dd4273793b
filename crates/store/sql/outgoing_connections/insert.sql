-- A new connection to programs, one row.
insert into outgoingoauthconnections (id, creatorid, createat, updateat, name, clientid, clientsecret, credentialsusername,
    credentialspassword, oauthtokenurl, granttype, audiences)
values ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10::text::outgoingoauthconnections_granttype, $11)
