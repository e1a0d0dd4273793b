-- Where a program may answer a command.
insert into commandwebhooks (id, createat, commandid, userid, channelid, rootid, usecount) values ($1, $2, $3, $4, $5, $6, 0)
