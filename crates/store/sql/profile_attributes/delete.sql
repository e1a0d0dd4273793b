-- Marks a field as deleted, one row; one that is stays as it is. Primary key.
update propertyfields set deleteat = case deleteat when 0 then $2::bigint else deleteat end, updateat = $2 where id = $1
