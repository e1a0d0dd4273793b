-- Marks everybody's values of a field as deleted: reads all values of the group, which an administrator does seldom.
update propertyvalues set deleteat = $3::bigint, updateat = $3 where groupid = $1 and fieldid = $2 and deleteat = 0
