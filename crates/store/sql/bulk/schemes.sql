-- Live schemes by name, as roles/schemes.sql. Unique: schemes_name_key.
select id, name, displayname, description, createat, updateat, deleteat, scope,
    defaultteamadminrole, defaultteamuserrole, defaultchanneladminrole, defaultchanneluserrole,
    defaultteamguestrole, defaultchannelguestrole,
    defaultplaybookadminrole, defaultplaybookmemberrole, defaultrunadminrole, defaultrunmemberrole
from schemes where name = any($1) and deleteat = 0
