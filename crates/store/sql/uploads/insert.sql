-- A new upload, nothing of which has arrived.
insert into uploadsessions (id, type, createat, userid, channelid, filename, path, filesize, fileoffset, remoteid, reqfileid)
values ($1, $2::text::upload_session_type, $3, $4, $5, $6, $7, $8, 0, $9, $10)
