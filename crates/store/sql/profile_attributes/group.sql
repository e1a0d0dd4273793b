-- The group of properties with this name. Unique index propertygroups_name_key.
select id from propertygroups where name = $1
