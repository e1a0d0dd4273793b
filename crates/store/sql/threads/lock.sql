-- Holds a thread by its first post: who says what they have read of it, or follows it, and who replies come one after the
-- other, so that the events that tell of it are in the same order. Primary key.
select 1 from posts where id = $1 for no key update
