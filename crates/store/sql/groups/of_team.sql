-- The live groups that a team is tied to. Index idx_groupteams_teamid.
select g.id, g.name, g.displayname, g.description, g.source, g.remoteid, g.createat, g.updateat, g.deleteat, g.allowreference,
    t.schemeadmin, (select count(*) from groupmembers m join users u on u.id = m.userid and u.deleteat = 0
        where m.groupid = g.id and m.deleteat = 0)
from groupteams t join usergroups g on g.id = t.groupid and g.deleteat = 0
where t.teamid = $1 and t.deleteat = 0 order by g.displayname, g.id
