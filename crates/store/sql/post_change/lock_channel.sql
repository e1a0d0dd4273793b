-- Held while threads of a channel change, as new posts hold it. Primary key.
select 1 from channels where id = $1 for update
