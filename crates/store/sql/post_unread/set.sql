-- A channel as unread from a time on: everything after it is unread, with so many mentions. Posts about coming and going
-- do not count. Primary key, idx_posts_channel_id_delete_at_create_at.
with unread as (
    select count(*) as n, count(*) filter (where rootid = '') as roots
    from posts
    where channelid = $1 and deleteat = 0 and createat > $3 and coalesce(type, '') <> all($8)
)
update channelmembers m set
    lastviewedat = $3, lastupdateat = $4, mentioncount = $5, mentioncountroot = $6, urgentmentioncount = $7,
    msgcount = greatest(c.totalmsgcount - u.n, 0), msgcountroot = greatest(coalesce(c.totalmsgcountroot, 0) - u.roots, 0)
from channels c, unread u
where m.channelid = $1 and m.userid = $2 and c.id = m.channelid
returning c.teamid, m.msgcount, m.msgcountroot, m.mentioncount, m.mentioncountroot, m.urgentmentioncount, m.lastviewedat
