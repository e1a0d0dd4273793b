-- As post_days, for posts of bots.
select to_char(day, 'YYYY-MM-DD'), sum(num)::bigint from bot_posts_by_team_day
where day >= to_timestamp($2::bigint / 1000)::date and day < to_timestamp($3::bigint / 1000)::date and ($1::text = '' or teamid = $1)
group by day order by day desc limit 31
