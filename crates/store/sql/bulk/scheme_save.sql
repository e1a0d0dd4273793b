-- A scheme, made or brought up to date. Unique: schemes_name_key.
insert into schemes (id, name, displayname, description, createat, updateat, deleteat, scope, defaultteamadminrole,
    defaultteamuserrole, defaultchanneladminrole, defaultchanneluserrole, defaultteamguestrole, defaultchannelguestrole,
    defaultplaybookadminrole, defaultplaybookmemberrole, defaultrunadminrole, defaultrunmemberrole)
values ($1, $2, $3, $4, $5, $5, 0, $6, $7, $8, $9, $10, $11, $12, '', '', '', '')
on conflict (name) do update set displayname = excluded.displayname, description = excluded.description,
    updateat = excluded.updateat, deleteat = 0, scope = excluded.scope,
    defaultteamadminrole = excluded.defaultteamadminrole, defaultteamuserrole = excluded.defaultteamuserrole,
    defaultchanneladminrole = excluded.defaultchanneladminrole,
    defaultchanneluserrole = excluded.defaultchanneluserrole,
    defaultteamguestrole = excluded.defaultteamguestrole,
    defaultchannelguestrole = excluded.defaultchannelguestrole
