-- Whether there are common reviewers, whether the team takes part, and whether it has reviewers of its own. Primary keys.
select exists (select 1 from contentflaggingcommonreviewers),
    coalesce((select s.enabled from contentflaggingteamsettings s where s.teamid = $1), false),
    exists (select 1 from contentflaggingteamreviewers r where r.teamid = $1)
