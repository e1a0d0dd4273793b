-- Roles by name, deleted ones too, as roles/list.sql. Unique: roles_name_key.
select id, name, displayname, description, createat, updateat, deleteat, permissions, schememanaged, builtin, schemeid
from roles where name = any($1)
