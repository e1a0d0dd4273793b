-- One page of a channel's active members who are no bots and in none of these groups, by name, with the flags of their
-- memberships and how many there are in all. Primary keys.
select u.id, u.createat, u.updateat, u.deleteat, u.username, u.authdata, u.authservice, u.email, u.emailverified,
    u.nickname, u.firstname, u.lastname, u.position, u.roles, u.allowmarketing, u.props, u.notifyprops,
    u.lastpasswordupdate, u.lastpictureupdate, u.failedattempts, u.locale, u.timezone, u.mfaactive, u.remoteid,
    u.lastlogin, false, null::text, null::bigint,
    m.schemeguest, m.schemeuser, m.schemeadmin, count(*) over ()
from channelmembers m join users u on u.id = m.userid
where m.channelid = $1 and u.deleteat = 0
    and not exists (select from bots b where b.userid = u.id)
    and not exists (select from groupmembers g where g.userid = u.id and g.groupid = any($2) and g.deleteat = 0)
order by u.username offset $3 limit $4
