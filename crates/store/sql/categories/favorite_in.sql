-- Puts channels below the favourites of their team, conversations in every team. Index idx_sidebarcategories_userid_teamid.
insert into sidebarchannels (channelid, userid, categoryid, sortorder)
select ch.id, $1, c.id, coalesce((select max(sortorder) from sidebarchannels where categoryid = c.id), -10) + 10 * n.position
from sidebarcategories c
join channels ch on ch.teamid in (c.teamid, '')
join unnest($2::text[]) with ordinality n (id, position) on n.id = ch.id
join channelmembers m on m.channelid = ch.id and m.userid = $1
where c.userid = $1 and c.type = 'favorites'
on conflict (channelid, userid, categoryid) do nothing
