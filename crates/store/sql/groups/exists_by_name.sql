-- Whether a live group has this name. Unique index usergroups_name_key.
select 1 from usergroups where name = $1 and deleteat = 0
