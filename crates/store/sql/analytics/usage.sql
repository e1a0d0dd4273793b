-- Posts of people, bytes of files as of the last refresh of the view, and live teams.
select
    (select coalesce(sum(num), 0)::bigint from posts_by_team_day)
        - (select coalesce(sum(num), 0)::bigint from bot_posts_by_team_day),
    (select coalesce(sum(usage), 0)::bigint from file_stats),
    (select count(*) from teams where deleteat = 0)
