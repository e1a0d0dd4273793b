-- When the user made the newest of their scheduled posts that wait; 0: there are none. Index
-- idx_scheduledposts_userid_channel_id_scheduled_at.
select coalesce(max(createat), 0) from scheduledposts where userid = $1
