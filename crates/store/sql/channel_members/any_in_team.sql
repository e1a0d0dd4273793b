-- Whether a user is still in a channel of a team. Index idx_channelmembers_user_id_channel_id_last_viewed_at.
select exists (
    select 1 from channelmembers m join channels c on c.id = m.channelid where m.userid = $1 and c.teamid = $2)
