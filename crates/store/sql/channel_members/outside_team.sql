-- Members of a channel who are not in a team. Primary keys.
select m.userid from channelmembers m
where m.channelid = $1 and not exists (
    select 1 from teammembers tm where tm.teamid = $2 and tm.userid = m.userid and tm.deleteat = 0)
