-- Posts of others in a channel from a time on, oldest first, with what decides whether they mention somebody. Index
-- idx_posts_channel_id_delete_at_create_at.
select p.id, p.createat, p.rootid, p.userid, p.message, p.type, p.props, coalesce(r.priority, '')
from posts p left join postspriority r on r.postid = p.id
where p.channelid between $1 and $1 and p.deleteat = 0 and (p.createat, p.id) > ($2, $3)
    and (p.userid <> $4 or p.props ->> 'from_webhook' = 'true')
order by p.channelid, p.createat, p.id limit $5
