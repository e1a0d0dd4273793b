-- The sidebar categories of a user in a team from top to bottom, with the channels that were put into them.
-- Indexes idx_sidebarcategories_userid_teamid and idx_sidebarchannels_categoryid.
select c.id, c.sortorder, c.sorting, c.type, c.displayname, c.muted, c.collapsed,
    array(select s.channelid from sidebarchannels s where s.categoryid = c.id order by s.sortorder, s.channelid)
from sidebarcategories c
where c.userid = $1 and c.teamid = $2
order by c.sortorder, c.id
