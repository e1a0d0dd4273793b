-- Adds to what a session keeps. Primary key.
update sessions set props = coalesce(props, '{}') || $2 where id = $1
