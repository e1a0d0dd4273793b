-- Live teams that every member with a live account of a channel is in. Primary keys.
select t.id from teams t
where t.deleteat = 0 and t.id in (
    select tm.teamid from teammembers tm join channelmembers m on m.userid = tm.userid
    where m.channelid = $1 and tm.deleteat = 0)
and not exists (
    select 1 from channelmembers m join users u on u.id = m.userid
    where m.channelid = $1 and u.deleteat = 0 and not exists (
        select 1 from teammembers tm where tm.teamid = t.id and tm.userid = m.userid and tm.deleteat = 0))
