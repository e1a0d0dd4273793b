-- Which of the groups with these names, as far as a message may name them, somebody is in. Unique index usergroups_name_key,
-- primary key.
select g.name from usergroups g join groupmembers m on m.groupid = g.id and m.userid = $2
where g.name = any($1) and g.allowreference and g.deleteat = 0 and m.deleteat = 0
