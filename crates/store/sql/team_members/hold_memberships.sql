-- Holds a user's memberships in the channels of a team, in the order of the channels, as a view does: see
-- channel_members/view_lock.
select m.channelid from channelmembers m join channels c on c.id = m.channelid
where c.teamid = $1 and m.userid = $2 order by m.channelid for update of m
