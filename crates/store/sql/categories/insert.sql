-- A category of a user's own. Primary key.
insert into sidebarcategories (id, userid, teamid, sortorder, sorting, type, displayname, muted, collapsed)
values ($1, $2, $3, $4, $5, 'custom', $6, $7, $8)
