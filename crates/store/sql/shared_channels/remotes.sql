-- The servers with which a channel is shared. Unique (channelid, remoteid).
select r.name, r.displayname, r.createat, r.deleteat, r.lastpingat from sharedchannelremotes s
    join remoteclusters r on r.remoteid = s.remoteid
where s.channelid = $1 and s.deleteat = 0 and r.deleteat = 0 order by r.displayname, r.name
