-- Who reviews the posts of a team $1: the common reviewers where $2 says so, else the team's own; with $3 administrators of
-- the server, with $4 those of the team. Primary keys; reads accounts whole for $3.
select u.id from users u where u.deleteat = 0 and u.id in (
    select r.userid from contentflaggingcommonreviewers r where $2
    union all
    select r.userid from contentflaggingteamreviewers r
    join contentflaggingteamsettings s on s.teamid = r.teamid and s.enabled
    where not $2 and r.teamid = $1
    union all
    select a.id from users a where $3 and string_to_array(a.roles, ' ') @> array['system_admin']
    union all
    select m.userid from teammembers m
    where $4 and m.teamid = $1 and coalesce(m.deleteat, 0) = 0
        and (m.schemeadmin or string_to_array(m.roles, ' ') @> array['team_admin']))
order by u.id
