-- Live groups with these names that messages may name. Unique index usergroups_name_key.
select g.id, g.name, g.displayname, g.description, g.source, g.remoteid, g.createat, g.updateat, g.deleteat, g.allowreference
from usergroups g where g.name = any($1) and g.allowreference and g.deleteat = 0 order by g.displayname, g.id
