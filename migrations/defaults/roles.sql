-- $1: the objects of roles.json, each with an id and with its permissions as text; $2: now in ms. A role that exists
-- stays as it is, however much an admin has changed it.
insert into public.roles
    (id, name, displayname, description, createat, updateat, deleteat, permissions, schememanaged, builtin)
select id, name, display_name, description, $2, $2, 0, permissions, scheme_managed, built_in
from jsonb_to_recordset($1::jsonb) as role (
    id text, name text, display_name text, description text, permissions text, scheme_managed boolean, built_in boolean
)
on conflict do nothing
