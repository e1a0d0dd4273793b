-- What teams have set, one row per team that has; with their reviewers. Primary keys.
select s.teamid, s.enabled,
    array(select r.userid::text from contentflaggingteamreviewers r where r.teamid = s.teamid order by r.userid)
from contentflaggingteamsettings s order by s.teamid
