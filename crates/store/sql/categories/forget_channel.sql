-- Takes a channel out of all categories of other teams than $2: it has moved there. Primary key.
delete from sidebarchannels s using sidebarcategories c
where s.channelid = $1 and c.id = s.categoryid and c.teamid <> $2
