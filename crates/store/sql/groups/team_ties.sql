-- The teams that a group is tied to, all or one ($2, empty for all). Primary key.
select t.groupid, t.autoadd, t.schemeadmin, t.createat, t.deleteat, t.updateat, x.id, x.displayname, x.type::text
from groupteams t join teams x on x.id = t.teamid
where t.groupid = $1 and t.deleteat = 0 and ($2 = '' or t.teamid = $2) order by x.displayname, x.id
