-- The people in a team who are in none of the groups that it is tied to; bots do not follow groups. Primary keys.
select x.userid from teammembers x
where x.teamid = $1 and x.deleteat = 0 and not exists (select from bots b where b.userid = x.userid) and not exists (
    select from groupteams t join usergroups g on g.id = t.groupid and g.deleteat = 0
        join groupmembers m on m.groupid = t.groupid and m.userid = x.userid and m.deleteat = 0
    where t.teamid = $1 and t.deleteat = 0
)
order by x.userid
