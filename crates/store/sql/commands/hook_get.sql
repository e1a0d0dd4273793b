-- Where a program may answer a command, if that is not too long ago. Primary key.
select id, createat, commandid, userid, channelid, rootid from commandwebhooks where id = $1 and createat > $2
