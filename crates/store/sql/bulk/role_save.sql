-- A role, made or brought up to date. Unique: roles_name_key.
insert into roles (id, name, displayname, description, createat, updateat, deleteat, permissions, schememanaged, builtin)
values ($1, $2, $3, $4, $5, $5, 0, $6, $7, false)
on conflict (name) do update set displayname = excluded.displayname, description = excluded.description,
    permissions = excluded.permissions, schememanaged = excluded.schememanaged, updateat = excluded.updateat,
    deleteat = 0
