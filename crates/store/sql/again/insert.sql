-- A new post that is told again until somebody answers. Primary key.
insert into persistentnotifications (postid, createat, lastsentat, deleteat, sentcount) values ($1, $2, 0, 0, 0)
