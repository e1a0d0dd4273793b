-- A scheduled post cannot be sent, unless it was changed ($4) meanwhile. Primary key.
update scheduledposts s set errorcode = $2, processedat = $3
where s.id = $1 and s.updateat = $4 and coalesce(s.errorcode, '') = ''
returning s.createat, s.updateat, 0::bigint, s.userid, s.channelid, s.rootid, s.message, s.type, s.props, s.fileids,
    s.priority, s.id, s.scheduledat, s.processedat, s.errorcode
