-- An application, one row. Primary key.
delete from oauthapps where id = $1
