-- Every live scheme, read once into the role table.
select id, name, displayname, description, createat, updateat, deleteat, scope,
    defaultteamadminrole, defaultteamuserrole, defaultchanneladminrole, defaultchanneluserrole,
    defaultteamguestrole, defaultchannelguestrole,
    defaultplaybookadminrole, defaultplaybookmemberrole, defaultrunadminrole, defaultrunmemberrole
from schemes where deleteat = 0
