-- Status rows of users; who has none was never seen. Primary key.
select userid, status, manual, lastactivityat, dndendtime, prevstatus from status where userid = any($1)
