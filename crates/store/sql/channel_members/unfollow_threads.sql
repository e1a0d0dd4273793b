-- Threads of a channel that users who left followed. Index idx_thread_memberships_user_id.
delete from threadmemberships tm using threads t
where tm.userid = any($2) and t.postid = tm.postid and t.channelid = $1
