-- A new scheduled post.
insert into scheduledposts (createat, updateat, userid, channelid, rootid, message, type, props, fileids, priority, id,
    scheduledat, processedat, errorcode)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, '')
