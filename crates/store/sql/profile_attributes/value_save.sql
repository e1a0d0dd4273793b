-- A value of somebody, one row. Index idx_propertyvalues_unique.
insert into propertyvalues (id, targetid, targettype, groupid, fieldid, value, createat, updateat, deleteat)
values ($1, $2, 'user', $3, $4, $5, $6, $6, 0)
on conflict (groupid, targetid, fieldid) where deleteat = 0 do update set value = excluded.value, updateat = excluded.updateat
