-- One preference of a user. Primary key.
select value from preferences where userid = $1 and category = $2 and name = $3
