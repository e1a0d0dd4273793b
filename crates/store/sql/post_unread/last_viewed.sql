-- Until when a member has read a channel. Primary key.
select lastviewedat from channelmembers where channelid = $1 and userid = $2
