-- One membership with what decides its roles. Primary key.
select m.channelid, m.userid, m.roles, m.lastviewedat, m.msgcount, m.mentioncount, m.mentioncountroot, m.urgentmentioncount,
    m.msgcountroot, m.notifyprops, m.lastupdateat, m.schemeguest, m.schemeuser, m.schemeadmin, m.autotranslationdisabled,
    c.schemeid, t.schemeid
from channelmembers m
join channels c on c.id = m.channelid
left join teams t on t.id = c.teamid
where m.channelid = $1 and m.userid = $2
