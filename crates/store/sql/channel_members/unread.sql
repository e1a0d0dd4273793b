-- What a user has not read in a channel. Primary keys.
select c.teamid, c.totalmsgcount - m.msgcount, m.mentioncount, m.mentioncountroot, m.urgentmentioncount,
    c.totalmsgcountroot - m.msgcountroot, m.notifyprops ->> 'mark_unread'
from channelmembers m join channels c on c.id = m.channelid
where m.channelid = $1 and m.userid = $2
