-- The drafts of a user in the channels of a team and in conversations, as far as they are a member, newest first.
-- Primary keys of drafts, channelmembers and channels.
select d.createat, d.updateat, d.deleteat, d.userid, d.channelid, d.rootid, d.message, d.type, d.props, d.fileids,
    d.priority
from drafts d
join channelmembers m on m.channelid = d.channelid and m.userid = d.userid
join channels c on c.id = d.channelid
where d.userid = $1 and d.deleteat = 0 and c.teamid in ($2, '')
order by d.updateat desc, d.channelid, d.rootid
