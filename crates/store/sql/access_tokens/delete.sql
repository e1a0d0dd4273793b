-- Forgets an access token. Primary key.
delete from useraccesstokens where id = $1
