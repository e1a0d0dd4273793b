-- A changed post. Primary key.
update posts set updateat = $2, editat = $3, ispinned = $4, message = $5, props = $6, hashtags = $7, fileids = $8,
    hasreactions = $9
where id = $1
