-- A server with which a channel is shared that somebody is in; deleted ones too where $3 says so. Few: reads the small tables.
select r.name, r.displayname, r.createat, r.deleteat, r.lastpingat from remoteclusters r
where r.remoteid = $1 and ($3 or r.deleteat = 0) and exists (
    select from sharedchannelremotes s join channelmembers m on m.channelid = s.channelid and m.userid = $2
    where s.remoteid = r.remoteid and s.deleteat = 0
)
