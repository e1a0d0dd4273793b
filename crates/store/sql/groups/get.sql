-- A group, deleted ones too. Primary key.
select g.id, g.name, g.displayname, g.description, g.source, g.remoteid, g.createat, g.updateat, g.deleteat, g.allowreference
from usergroups g where g.id = $1
