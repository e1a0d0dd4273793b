-- Holds a user's memberships until they are marked as read: a post that counted a mention is committed by then, and the
-- next statement sees its message too; one that comes later adds to what was marked. In order of the channels, so that
-- two views do not wait for each other. Primary key.
select channelid from channelmembers where userid = $1 and channelid = any($2) order by channelid for update
