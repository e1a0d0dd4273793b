-- Posts of others in a direct channel after a time: all, those that are no replies, and the urgent ones. Index
-- idx_posts_channel_id_delete_at_create_at.
select count(*), count(*) filter (where p.rootid = ''), count(*) filter (where r.priority = 'urgent')
from posts p left join postspriority r on r.postid = p.id
where p.channelid = $1 and p.deleteat = 0 and p.createat > $2 and p.userid <> $3
