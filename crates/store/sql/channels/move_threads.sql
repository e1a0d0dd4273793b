-- Takes the threads of a channel along to another team. Index idx_threads_channel_id_last_reply_at.
update threads set threadteamid = $2 where channelid = $1
