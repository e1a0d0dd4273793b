-- A connection to programs, one row. Primary key.
select id, creatorid, createat, updateat, name, clientid, clientsecret, credentialsusername, credentialspassword, oauthtokenurl,
    granttype::text, audiences
from outgoingoauthconnections where id = $1
