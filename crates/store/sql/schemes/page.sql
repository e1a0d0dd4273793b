-- A page of live schemes, the newest first; an empty scope: all. A few dozen rows in all.
select id, name, displayname, description, createat, updateat, deleteat, scope,
    defaultteamadminrole, defaultteamuserrole, defaultchanneladminrole, defaultchanneluserrole,
    defaultteamguestrole, defaultchannelguestrole,
    defaultplaybookadminrole, defaultplaybookmemberrole, defaultrunadminrole, defaultrunmemberrole
from schemes where deleteat = 0 and ($1 = '' or scope = $1) order by createat desc, id limit $2 offset $3
