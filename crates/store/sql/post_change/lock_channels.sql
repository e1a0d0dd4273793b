-- Held while a thread goes from one channel to another, in one order, so that two moves never wait for each other.
-- Primary key.
select 1 from channels where id = any($1) order by id for update
