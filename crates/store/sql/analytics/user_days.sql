-- Users who posted per day from $2 to before $3, of a team or (empty) of all. Index idx_posts_create_at.
select to_char(to_timestamp(p.createat / 1000), 'YYYY-MM-DD') as day, count(distinct p.userid)
from posts p join channels c on c.id = p.channelid
where p.createat >= $2 and p.createat < $3 and ($1::text = '' or c.teamid = $1)
group by day order by day desc limit 31
