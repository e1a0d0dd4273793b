-- The live groups that somebody is in; there is no index by user, and a group has few members. Primary keys.
select g.id, g.name, g.displayname, g.description, g.source, g.remoteid, g.createat, g.updateat, g.deleteat, g.allowreference
from usergroups g join groupmembers m on m.groupid = g.id and m.userid = $1 and m.deleteat = 0
where g.deleteat = 0 order by g.displayname, g.id
