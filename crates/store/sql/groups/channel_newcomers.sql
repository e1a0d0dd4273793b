-- The active members of a channel's team whom its groups bring into it, and who were never there. Index
-- idx_groupchannels_channelid, primary keys.
select distinct m.userid from groupchannels t join usergroups g on g.id = t.groupid and g.deleteat = 0
    join groupmembers m on m.groupid = t.groupid and m.deleteat = 0
    join users u on u.id = m.userid and u.deleteat = 0
    join channels c on c.id = t.channelid
    join teammembers tm on tm.teamid = c.teamid and tm.userid = m.userid and tm.deleteat = 0
where t.channelid = $1 and t.deleteat = 0 and t.autoadd
    and not exists (select from channelmembers x where x.channelid = $1 and x.userid = m.userid)
    and not exists (select from channelmemberhistory h where h.channelid = $1 and h.userid = m.userid)
order by m.userid
