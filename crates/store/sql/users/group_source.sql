-- Where a group comes from, if it exists. Primary key.
select source from usergroups where id = $1 and deleteat = 0
