-- Whether somebody has a post of a kind in a channel from a time on. Index idx_posts_channel_id_delete_at_create_at.
select 1 from posts where channelid = $1 and deleteat = 0 and createat >= $2 and userid = $3 and type = $4 limit 1
