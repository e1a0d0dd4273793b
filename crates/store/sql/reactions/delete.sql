-- Takes a reaction back; nothing comes back when there is none. Primary key.
update reactions set deleteat = $4, updateat = $4, remoteid = ''
where postid = $1 and userid = $2 and emojiname = $3 and coalesce(deleteat, 0) = 0
returning userid
