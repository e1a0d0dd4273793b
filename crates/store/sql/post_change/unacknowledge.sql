-- A confirmation is taken back; gives it as it was. Primary key.
update postacknowledgements a set acknowledgedat = 0
from (
    select postid, userid, acknowledgedat from postacknowledgements
    where postid = $1 and userid = $2 and acknowledgedat > 0 for update
) o
where a.postid = o.postid and a.userid = o.userid
returning a.userid, a.postid, o.acknowledgedat, a.channelid, a.remoteid
