-- Holds the sidebar categories of a user in a team until the end of the transaction, so that two changes at once do not
-- mix. Index idx_sidebarcategories_userid_teamid.
select id from sidebarcategories where userid = $1 and teamid = $2 order by id for update
