-- Takes a draft away and answers with it; no row when there is none. Primary key.
delete from drafts where userid = $1 and channelid = $2 and rootid = $3
returning createat, updateat, deleteat, userid, channelid, rootid, message, type, props, fileids, priority
