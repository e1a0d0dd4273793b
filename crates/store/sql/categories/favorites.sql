-- Channels of a user in a team and conversations that the preferences name as favourites. Primary keys.
select c.id
from preferences p
join channelmembers m on m.channelid = p.name and m.userid = p.userid
join channels c on c.id = m.channelid
where p.userid = $1 and p.category = 'favorite_channel' and p.value = 'true' and c.teamid in ($2, '')
order by c.displayname, c.id
