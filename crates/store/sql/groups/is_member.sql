-- Whether somebody is in a group. Primary key.
select 1 from groupmembers where groupid = $1 and userid = $2 and deleteat = 0
