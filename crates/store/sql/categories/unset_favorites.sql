-- Channels are no favourites any more. Primary key.
delete from preferences where userid = $1 and category = 'favorite_channel' and name = any($2)
