-- The retention of the teams that somebody is in, a row for each team under a policy of its own. Index on teammembers (userid).
select t.teamid, p.postduration from teammembers m
    join retentionpoliciesteams t on t.teamid = m.teamid join retentionpolicies p on p.id = t.policyid
where m.userid = $1 and m.deleteat = 0 order by t.teamid
