-- $1: objects of id and name.
insert into public.propertygroups (id, name)
select id, name from jsonb_to_recordset($1::jsonb) as property_group (id text, name text)
on conflict do nothing
