-- The next scheduled post that is due at $1 and was made before $2, unless another node has it in hand: held to the end of
-- the transaction that sends it. The schema has no index for this; the table holds only what waits.
select s.createat, s.updateat, 0::bigint, s.userid, s.channelid, s.rootid, s.message, s.type, s.props, s.fileids,
    s.priority, s.id, s.scheduledat, s.processedat, s.errorcode
from scheduledposts s
where s.scheduledat <= $1 and s.createat <= $2 and coalesce(s.errorcode, '') = ''
order by s.scheduledat, s.id
limit 1
for update skip locked
