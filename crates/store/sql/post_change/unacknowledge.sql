-- A confirmation is taken back. Primary key.
update postacknowledgements set acknowledgedat = 0 where postid = $1 and userid = $2 and acknowledgedat > 0
returning userid, postid, acknowledgedat, channelid, remoteid
