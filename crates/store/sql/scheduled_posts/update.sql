-- Another text and time; it may be sent again. The original marks it as processed, which its deletion tells. Primary key.
update scheduledposts
set updateat = $2, message = $3, type = $4, props = $5, fileids = $6, priority = $7, scheduledat = $8, processedat = $2,
    errorcode = ''
where id = $1
