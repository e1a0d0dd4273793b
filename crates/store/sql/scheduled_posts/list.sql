-- The scheduled posts of a user in the channels of a team and in conversations, in the order in which they are to be sent.
-- Index idx_scheduledposts_userid_channel_id_scheduled_at.
select s.createat, s.updateat, 0::bigint, s.userid, s.channelid, s.rootid, s.message, s.type, s.props, s.fileids,
    s.priority, s.id, s.scheduledat, s.processedat, s.errorcode, c.teamid
from scheduledposts s join channels c on c.id = s.channelid
where s.userid = $1 and c.teamid in ($2, '')
order by s.scheduledat, s.createat, s.id
