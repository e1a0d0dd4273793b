-- The channels that a group is tied to, with their teams, all or one ($2, empty for all). Primary key.
select t.groupid, t.autoadd, t.schemeadmin, t.createat, t.deleteat, t.updateat, c.id, c.displayname, c.type::text,
    x.id, x.displayname, x.type::text
from groupchannels t join channels c on c.id = t.channelid left join teams x on x.id = c.teamid
where t.groupid = $1 and t.deleteat = 0 and ($2 = '' or t.channelid = $2)
order by c.displayname, c.id
