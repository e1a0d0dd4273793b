-- A draft, new or in the place of the one before; answers when the first was begun. Primary key.
insert into drafts (createat, updateat, deleteat, userid, channelid, rootid, message, type, props, fileids, priority)
values ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (userid, channelid, rootid) do update
set updateat = excluded.updateat, deleteat = 0, message = excluded.message, type = excluded.type,
    props = excluded.props, fileids = excluded.fileids, priority = excluded.priority
returning createat
