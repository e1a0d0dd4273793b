-- A bookmark, new or changed. Primary key.
insert into channelbookmarks (id, createat, updateat, deleteat, channelid, ownerid, fileinfoid, displayname, sortorder,
    linkurl, imageurl, emoji, type, originalid, parentid)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::text::channel_bookmark_type, $14, $15)
on conflict (id) do update
set updateat = excluded.updateat, deleteat = excluded.deleteat, ownerid = excluded.ownerid,
    fileinfoid = excluded.fileinfoid, displayname = excluded.displayname, sortorder = excluded.sortorder,
    linkurl = excluded.linkurl, imageurl = excluded.imageurl, emoji = excluded.emoji, originalid = excluded.originalid
