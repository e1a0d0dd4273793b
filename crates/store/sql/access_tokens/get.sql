-- One access token without its secret. Primary key.
select id, userid, description, isactive from useraccesstokens where id = $1
