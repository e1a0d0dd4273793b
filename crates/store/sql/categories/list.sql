-- The sidebar categories of a user in a team from top to bottom, with the channels that were put into them. Where there are
-- none, a row without an id has the channels there and the conversations that the preferences name as favourites, by
-- display name. Indexes idx_sidebarcategories_userid_teamid and idx_sidebarchannels_categoryid, primary keys.
select c.id, c.sortorder, c.sorting, c.type, c.displayname, c.muted, c.collapsed,
    array(select s.channelid from sidebarchannels s where s.categoryid = c.id order by s.sortorder, s.channelid)
from sidebarcategories c
where c.userid = $1 and c.teamid = $2
union all
select '', 0, '', '', '', false, false,
    array(select ch.id
        from preferences p
        join channelmembers m on m.channelid = p.name and m.userid = p.userid
        join channels ch on ch.id = m.channelid
        where p.userid = $1 and p.category = 'favorite_channel' and p.value = 'true' and ch.teamid in ($2, '')
        order by ch.displayname, ch.id)
where not exists (select 1 from sidebarcategories where userid = $1 and teamid = $2)
order by 2, 1
