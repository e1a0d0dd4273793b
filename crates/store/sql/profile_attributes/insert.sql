-- A new field, one row.
insert into propertyfields (id, groupid, name, type, attrs, targetid, targettype, createat, updateat, deleteat)
values ($1, $2, $3, $4::text::property_field_type, $5, '', '', $6, $6, 0)
