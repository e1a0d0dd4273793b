-- Connections to programs after an id, a page at most. Primary key.
select id, creatorid, createat, updateat, name, clientid, clientsecret, credentialsusername, credentialspassword, oauthtokenurl,
    granttype::text, audiences
from outgoingoauthconnections where id > $1 order by id limit $2
