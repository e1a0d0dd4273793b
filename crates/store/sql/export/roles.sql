-- Roles that somebody made, without those of schemes, and without the one that every server has besides the built-in ones.
select r.id, jsonb_build_object('type', 'role', 'role', jsonb_build_object('name', r.name, 'display_name', r.displayname,
    'description', r.description, 'permissions', to_jsonb(string_to_array(trim(r.permissions), ' '))))::text
from roles r where r.id > $1 and r.deleteat = 0 and not r.builtin and not r.schememanaged and r.name <> 'custom_group_user'
order by r.id limit $2
