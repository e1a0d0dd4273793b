-- Values of fields on posts: rows, posts, fields, values as JSON text, the group and the time. Index
-- idx_propertyvalues_unique.
insert into propertyvalues (id, targetid, targettype, groupid, fieldid, value, createat, updateat, deleteat)
select n.id, n.target, 'post', $5, n.field, n.value::jsonb, $6, $6, 0
from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as n (id, target, field, value)
on conflict (groupid, targetid, fieldid) where deleteat = 0 do update set value = excluded.value, updateat = excluded.updateat
returning id, targetid, targettype, groupid, fieldid, value, createat, updateat, deleteat
