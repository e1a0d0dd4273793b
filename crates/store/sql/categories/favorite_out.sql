-- Takes channels out of the categories in which making them favourites, or no favourites ($3), moves them.
-- Index idx_sidebarchannels_categoryid.
delete from sidebarchannels s using sidebarcategories c, channels ch
where c.userid = $1 and s.userid = $1 and s.categoryid = c.id and s.channelid = any($2) and ch.id = s.channelid
    and ch.teamid in (c.teamid, '') and (c.type = 'favorites') = $3
