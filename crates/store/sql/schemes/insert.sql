-- A new scheme. Unique: schemes_name_key.
insert into schemes (id, name, displayname, description, createat, updateat, deleteat, scope,
    defaultteamadminrole, defaultteamuserrole, defaultchanneladminrole, defaultchanneluserrole,
    defaultteamguestrole, defaultchannelguestrole,
    defaultplaybookadminrole, defaultplaybookmemberrole, defaultrunadminrole, defaultrunmemberrole)
values ($1, $2, $3, $4, $5, $5, 0, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
