-- The priority of a new post. Primary key.
insert into postspriority (postid, channelid, priority, requestedack, persistentnotifications) values ($1, $2, $3, $4, $5)
