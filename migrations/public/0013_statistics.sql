-- Views behind the statistics of the system console. Days are in the time zone of the session that refreshes.

-- Posts per user and day.
create materialized view poststats as
select
    userid,
    to_timestamp(createat / 1000)::date as day,
    count(*) as numposts,
    max(createat) as lastpostdate
from posts
group by userid, day;
create index idx_poststats_userid on poststats (userid);

-- Posts per team and day.
create materialized view posts_by_team_day as
select to_timestamp(p.createat / 1000)::date as day, count(*) as num, c.teamid
from posts p
join channels c on p.channelid = c.id
group by day, c.teamid;

-- Posts of bots per team and day.
create materialized view bot_posts_by_team_day as
select to_timestamp(p.createat / 1000)::date as day, count(*) as num, c.teamid
from posts p
join bots b on p.userid = b.userid
join channels c on p.channelid = c.id
group by day, c.teamid;

-- Number and total size of the files that are not deleted.
create materialized view file_stats as
select count(*) as num, coalesce(sum(size), 0) as usage
from fileinfo
where deleteat = 0;
