-- An unfinished upload. Primary key.
select id, type::text, createat, userid, channelid, filename, path, filesize, fileoffset, remoteid, reqfileid
from uploadsessions where id = $1
