-- When something in a channel last changed. Index idx_posts_channel_id_update_at.
select updateat from posts where channelid = $1 order by updateat desc limit 1
