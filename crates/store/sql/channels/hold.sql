-- Holds a channel to the end of the transaction. Whoever takes memberships away and says so in the channel holds it before the
-- memberships, as a post does: the other order is a deadlock. Primary key.
select id from channels where id = $1 for no key update
