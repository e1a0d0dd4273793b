-- A new post.
insert into posts (id, createat, updateat, editat, deleteat, ispinned, userid, channelid, rootid, originalid, message,
    type, props, hashtags, filenames, fileids, hasreactions, remoteid)
values ($1, $2, $3, 0, 0, $4, $5, $6, $7, '', $8, $9, $10, $11, '[]', $12, false, $13)
