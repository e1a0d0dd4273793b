-- Counts of one team. Indexes of channels and teammembers by team.
select
    (select count(*) from channels where teamid = $1 and type = 'O'),
    (select count(*) from channels where teamid = $1 and type = 'P'),
    (select coalesce(sum(num), 0)::bigint from posts_by_team_day where teamid = $1),
    (select count(*) from teammembers m join users u on u.id = m.userid
        where m.teamid = $1 and m.deleteat = 0 and u.deleteat = 0)
