-- Posts per day from $2 to before $3, of a team or (empty) of all, the newest day first. The view is refreshed by a job.
select to_char(day, 'YYYY-MM-DD'), sum(num)::bigint from posts_by_team_day
where day >= to_timestamp($2::bigint / 1000)::date and day < to_timestamp($3::bigint / 1000)::date and ($1::text = '' or teamid = $1)
group by day order by day desc limit 31
