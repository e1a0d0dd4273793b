-- How many replies a thread has. Primary key.
select replycount, channelid, coalesce(threadteamid, '') from threads where postid = $1
