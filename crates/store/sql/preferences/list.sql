-- Every preference of a user. Primary key.
select userid, category, name, value from preferences where userid = $1
