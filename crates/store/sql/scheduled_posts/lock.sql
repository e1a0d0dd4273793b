-- One scheduled post, held to the end of the transaction. Primary key.
select s.createat, s.updateat, 0::bigint, s.userid, s.channelid, s.rootid, s.message, s.type, s.props, s.fileids,
    s.priority, s.id, s.scheduledat, s.processedat, s.errorcode
from scheduledposts s where s.id = $1 for update
