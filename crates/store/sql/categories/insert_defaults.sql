-- The three categories that everybody has in a team, for users that exist, with the favourites of the preferences.
-- Somebody else may make them at the same time. Primary keys.
with made as (
    insert into sidebarcategories (id, userid, teamid, sortorder, sorting, type, displayname, muted, collapsed)
    select k.type || '_' || $1 || '_' || $2, $1, $2, k.sortorder, k.sorting, k.type, k.displayname, false, false
    from (values ('favorites', 0, '', $3::text), ('channels', 10, '', $4::text),
        ('direct_messages', 20, 'recent', $5::text)) k (type, sortorder, sorting, displayname)
    where exists (select 1 from users where id = $1)
    on conflict (id) do nothing
    returning id, type)
insert into sidebarchannels (channelid, userid, categoryid, sortorder)
select c.id, $1, made.id, 10 * (row_number() over (order by c.displayname, c.id) - 1)
from made
join preferences p on p.userid = $1 and p.category = 'favorite_channel' and p.value = 'true'
join channelmembers m on m.channelid = p.name and m.userid = p.userid
join channels c on c.id = m.channelid and c.teamid in ($2, '')
where made.type = 'favorites'
on conflict do nothing
