-- A role of a scheme. Unique: roles_name_key.
insert into roles (id, name, displayname, description, createat, updateat, deleteat, permissions, schememanaged, builtin,
    schemeid)
values ($1, $2, $3, '', $4, $4, 0, $5, true, false, $6)
