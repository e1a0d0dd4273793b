-- One scheme, deleted ones too. Primary key.
select id, name, displayname, description, createat, updateat, deleteat, scope,
    defaultteamadminrole, defaultteamuserrole, defaultchanneladminrole, defaultchanneluserrole,
    defaultteamguestrole, defaultchannelguestrole,
    defaultplaybookadminrole, defaultplaybookmemberrole, defaultrunadminrole, defaultrunmemberrole
from schemes where id = $1
