-- A connection to programs, one row. Primary key.
delete from outgoingoauthconnections where id = $1
