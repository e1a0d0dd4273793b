-- The post that is no reply right before a time. Index idx_posts_channel_id_delete_at_create_at.
select id from posts where channelid between $1 and $1 and deleteat = 0 and createat < $2 and rootid = ''
order by channelid desc, createat desc limit 1
