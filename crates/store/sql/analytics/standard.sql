-- Counts of the whole server for the first page of the system console. Days are 24 hours back from $1, months 31 days.
select
    (select count(*) from channels where type = 'O'),
    (select count(*) from channels where type = 'P'),
    (select coalesce(sum(num), 0)::bigint from posts_by_team_day),
    (select count(*) from users u where deleteat = 0 and not exists (select 1 from bots b where b.userid = u.id)),
    (select count(*) from teams where deleteat = 0),
    (select count(*) from status s join users u on u.id = s.userid
        where s.lastactivityat > $1::bigint - 86400000 and u.deleteat = 0
            and not exists (select 1 from bots b where b.userid = u.id)),
    (select count(*) from status s join users u on u.id = s.userid
        where s.lastactivityat > $1::bigint - 2678400000 and u.deleteat = 0
            and not exists (select 1 from bots b where b.userid = u.id)),
    (select count(*) from users where deleteat > 0),
    (select count(*) from pg_stat_activity where datname = current_database() and application_name = 'roost')
