-- $1: the objects of content_flagging_fields.json, each with an id; $2: now in ms. Runs before systems.sql, and not
-- again once the mark of the set-up is there. Fields without attributes hold a JSON null.
insert into public.propertyfields
    (id, groupid, name, type, attrs, targetid, targettype, createat, updateat, deleteat)
select
    field.id, property_group.id, field.name, field.type::property_field_type, coalesce(field.attrs, 'null'),
    '', '', $2, $2, 0
from jsonb_to_recordset($1::jsonb) as field (id text, name text, type text, attrs jsonb)
join public.propertygroups as property_group on property_group.name = 'content_flagging'
where not exists (select from public.systems where name = 'content_flagging_setup_done')
on conflict do nothing
