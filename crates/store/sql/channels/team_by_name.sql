-- The id of a team by name, deleted ones too. Unique index.
select id from teams where name = $1
