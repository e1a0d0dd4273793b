-- Marks a user's channels as read, those that have anything unread, and answers each channel's time of reading and whether
-- it changed and had mentions. The memberships are held (view_lock). Primary keys.
with before as (
    select c.id, c.lastpostat, c.totalmsgcount, c.totalmsgcountroot, m.lastviewedat, m.mentioncount > 0 as mentions,
        (m.msgcount < c.totalmsgcount or m.mentioncount > 0) as unread
    from channelmembers m join channels c on c.id = m.channelid
    where m.userid = $1 and m.channelid = any($2)),
viewed as (
    update channelmembers m set msgcount = greatest(m.msgcount, b.totalmsgcount),
        msgcountroot = greatest(m.msgcountroot, b.totalmsgcountroot), mentioncount = 0, mentioncountroot = 0,
        urgentmentioncount = 0, lastviewedat = greatest(m.lastviewedat, b.lastpostat),
        lastupdateat = greatest(m.lastviewedat, b.lastpostat)
    from before b where b.unread and m.channelid = b.id and m.userid = $1
    returning m.channelid)
select b.id, greatest(b.lastpostat, b.lastviewedat), v.channelid is not null, b.mentions
from before b left join viewed v on v.channelid = b.id
