-- A user's memberships in the channels of a team and in direct and group ones.
-- Those of the team first, and what was quiet longest: an order, so that two answers are alike.
-- Index idx_channelmembers_user_id_channel_id_last_viewed_at.
select m.channelid, m.userid, m.roles, m.lastviewedat, m.msgcount, m.mentioncount, m.mentioncountroot, m.urgentmentioncount,
    m.msgcountroot, m.notifyprops, m.lastupdateat, m.schemeguest, m.schemeuser, m.schemeadmin, m.autotranslationdisabled,
    c.schemeid, t.schemeid
from channelmembers m
join channels c on c.id = m.channelid
left join teams t on t.id = c.teamid
where m.userid = $1 and c.teamid in ($2, '')
order by c.teamid = '', c.lastpostat, m.channelid
