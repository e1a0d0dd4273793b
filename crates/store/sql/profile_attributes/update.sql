-- What a field is like, one row. Primary key.
update propertyfields set name = $2, type = $3::text::property_field_type, attrs = $4, updateat = $5 where id = $1
