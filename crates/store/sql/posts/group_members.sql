-- Who is in the groups with these names, as far as a message may name them. Unique index usergroups_name_key, primary key.
select m.userid from usergroups g join groupmembers m on m.groupid = g.id
where g.name = any($1) and g.allowreference and g.deleteat = 0 and m.deleteat = 0
