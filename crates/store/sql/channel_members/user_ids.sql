-- Everybody in a channel. Primary key.
select userid from channelmembers where channelid = $1
