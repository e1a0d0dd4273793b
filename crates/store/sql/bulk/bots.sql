-- Bots by the id of their user. Primary key.
select userid, description, ownerid, deleteat from bots where userid = any($1)
