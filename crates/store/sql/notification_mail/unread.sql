-- Those of these posts that are there, that the user may still see and has not read; replies by their threads when $3.
-- Primary keys.
select p.id from posts p
join channels c on c.id = p.channelid and c.deleteat = 0
join channelmembers m on m.channelid = p.channelid and m.userid = $1
left join threadmemberships t on t.postid = p.rootid and t.userid = $1
where p.id = any($2) and p.deleteat = 0
    and case when $3 and p.rootid <> '' then coalesce(t.lastviewed, 0) else m.lastviewedat end < p.createat
order by p.createat
