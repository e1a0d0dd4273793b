-- Who acknowledged posts. Primary key.
select userid, postid, acknowledgedat, channelid, remoteid from postacknowledgements
where postid = any($1) and acknowledgedat > 0 order by acknowledgedat, userid
