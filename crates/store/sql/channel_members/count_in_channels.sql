-- Members with a live account of several channels. Primary key.
select m.channelid, count(*) from channelmembers m join users u on u.id = m.userid
where m.channelid = any($1) and u.deleteat = 0
group by m.channelid
