-- A reaction, made or brought back. Primary key.
insert into reactions (userid, postid, emojiname, createat, updateat, deleteat, remoteid, channelid)
values ($1, $2, $3, $4, $4, 0, '', $5)
on conflict (postid, userid, emojiname) do update
    set updateat = excluded.updateat, deleteat = 0, remoteid = excluded.remoteid, channelid = excluded.channelid
