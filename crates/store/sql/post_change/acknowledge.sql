-- Somebody confirms to have read a post; the first time stays. Primary key.
insert into postacknowledgements (postid, userid, acknowledgedat, channelid, remoteid) values ($1, $2, $3, $4, '')
on conflict (postid, userid) do update set acknowledgedat = case
    when postacknowledgements.acknowledgedat > 0 then postacknowledgements.acknowledgedat else excluded.acknowledgedat end
returning userid, postid, acknowledgedat, channelid, remoteid
