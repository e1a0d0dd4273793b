-- Every role, deleted ones too: a few dozen rows, read once into the role table.
select id, name, displayname, description, createat, updateat, deleteat, permissions, schememanaged, builtin, schemeid
from roles
