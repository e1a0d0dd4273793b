-- How many live fields a group has. Index idx_propertyfields_unique.
select count(*) from propertyfields where groupid = $1 and deleteat = 0
