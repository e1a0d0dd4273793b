-- Everybody who shares a channel with the user. Index idx_channelmembers_user_id_channel_id_last_viewed_at, then the
-- primary key of channelmembers.
select distinct other.userid from channelmembers own join channelmembers other on other.channelid = own.channelid
where own.userid = $1 and other.userid <> $1
