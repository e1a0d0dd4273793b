-- The unfinished uploads of a user, oldest first. Index idx_uploadsessions_user_id.
select id, type::text, createat, userid, channelid, filename, path, filesize, fileoffset, remoteid, reqfileid
from uploadsessions where userid = $1 order by createat, id
