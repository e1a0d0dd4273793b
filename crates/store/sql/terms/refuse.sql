-- The user does not accept a version. Primary key.
delete from usertermsofservice where userid = $1 and termsofserviceid = $2
