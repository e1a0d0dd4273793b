-- Holds a group until the transaction ends: whoever adds a field to it waits, and counts afterwards. Primary key.
select 1 from propertygroups where id = $1 for update
