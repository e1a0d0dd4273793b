-- A page of a user's memberships in all live teams with the team they are in; limit null: all of them.
-- Index idx_channelmembers_user_id_channel_id_last_viewed_at.
select m.channelid, m.userid, m.roles, m.lastviewedat, m.msgcount, m.mentioncount, m.mentioncountroot, m.urgentmentioncount,
    m.msgcountroot, m.notifyprops, m.lastupdateat, m.schemeguest, m.schemeuser, m.schemeadmin, m.autotranslationdisabled,
    c.schemeid, t.schemeid, t.displayname, t.name, t.updateat
from channelmembers m
join channels c on c.id = m.channelid
left join teams t on t.id = c.teamid
where m.userid = $1 and coalesce(t.deleteat, 0) = 0
order by m.channelid limit $2::bigint offset $3
