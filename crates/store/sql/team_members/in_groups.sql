-- Which of these users the groups of a team let in. Primary keys.
select distinct g.userid from groupteams s join usergroups u on u.id = s.groupid and u.deleteat = 0
    join groupmembers g on g.groupid = s.groupid and g.deleteat = 0
where s.teamid = $1 and s.deleteat = 0 and g.userid = any($2)
