-- Takes people out of a group, one row each of those who are in it. Primary key.
update groupmembers set deleteat = $3 where groupid = $1 and userid = any($2) and deleteat = 0 returning userid, createat
