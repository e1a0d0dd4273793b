-- The active people whom the groups of a team bring into it, and who were never there. Index idx_groupteams_teamid, primary keys.
select distinct m.userid from groupteams t join usergroups g on g.id = t.groupid and g.deleteat = 0
    join groupmembers m on m.groupid = t.groupid and m.deleteat = 0
    join users u on u.id = m.userid and u.deleteat = 0
where t.teamid = $1 and t.deleteat = 0 and t.autoadd
    and not exists (select from teammembers x where x.teamid = $1 and x.userid = m.userid)
order by m.userid
