-- A scheduled post that was due a moment ago, unless another node has it in hand, or it is to be sent later by now. At most
-- one row; primary key.
select s.createat, s.updateat, 0::bigint, s.userid, s.channelid, s.rootid, s.message, s.type, s.props, s.fileids,
    s.priority, s.id, s.scheduledat, s.processedat, s.errorcode
from scheduledposts s
where s.id = $1 and s.scheduledat <= $2 and coalesce(s.errorcode, '') = ''
for update skip locked
