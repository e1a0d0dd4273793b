-- Uses up a token by which the desktop app ends a log-in that a browser made, with the others of that person; none where it is
-- unknown or older than $2 (seconds). Primary key; the table holds the log-ins of the last minutes.
delete from desktoptokens
where userid = (select userid from desktoptokens where token = $1 and createat >= $2)
returning userid
