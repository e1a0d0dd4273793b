-- When something in a channel last changed. Index idx_posts_channel_id_update_at.
select updateat from posts where channelid between $1 and $1 order by channelid desc, updateat desc limit 1
