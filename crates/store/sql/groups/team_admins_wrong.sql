-- The members of a team, guests not among them, who administrate it and should not by the groups that it is tied to, or should
-- and do not; with what they should be. Index idx_groupteams_teamid, primary keys.
select x.userid, d.admin from teammembers x cross join lateral (
    select exists (
        select from groupteams t join usergroups g on g.id = t.groupid and g.deleteat = 0
            join groupmembers m on m.groupid = t.groupid and m.userid = x.userid and m.deleteat = 0
        where t.teamid = $1 and t.deleteat = 0 and t.schemeadmin
    ) as admin
) d
where x.teamid = $1 and not coalesce(x.schemeguest, false) and coalesce(x.schemeadmin, false) <> d.admin and x.deleteat = 0
order by x.userid
