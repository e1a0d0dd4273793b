-- Holds the sidebar categories of a user in a team until the end of the transaction, so that two changes at once do not
-- mix. The built-in ones come first: they are always there, while one that has just been made is seen by some of those who
-- wait and not by others, who would then wait for each other. Index idx_sidebarcategories_userid_teamid.
select id from sidebarcategories where userid = $1 and teamid = $2 order by type = 'custom', id for update
