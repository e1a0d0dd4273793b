-- The retention of the channels that somebody is in, a row for each channel under a policy of its own. Index on channelmembers
-- (userid).
select c.channelid, p.postduration from channelmembers m
    join retentionpolicieschannels c on c.channelid = m.channelid join retentionpolicies p on p.id = c.policyid
where m.userid = $1 order by c.channelid
