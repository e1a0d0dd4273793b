-- Takes channels out of the categories that a user has in a team, and empties the category $4 (empty: none).
-- Index idx_sidebarchannels_categoryid.
delete from sidebarchannels s using sidebarcategories c
where c.userid = $1 and c.teamid = $2 and s.categoryid = c.id and s.userid = $1
    and (s.channelid = any($3) or s.categoryid = $4)
