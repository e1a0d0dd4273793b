-- Posts by channel ($1) and time ($2): live ones, deleted ones and old texts of edited ones. Index idx_posts_create_at:
-- the concatenation keeps the planner, which knows nothing of a table that is being filled, off the indexes by channel.
select p.id, p.channelid, p.createat, p.userid, p.rootid, p.deleteat, p.originalid, p.message
from unnest($1::text[], $2::bigint[]) k (channel, at)
join posts p on p.createat = k.at and p.channelid || '' = k.channel
