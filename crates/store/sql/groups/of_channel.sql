-- The live groups that a channel is tied to. Index idx_groupchannels_channelid.
select g.id, g.name, g.displayname, g.description, g.source, g.remoteid, g.createat, g.updateat, g.deleteat, g.allowreference,
    t.schemeadmin, (select count(*) from groupmembers m join users u on u.id = m.userid and u.deleteat = 0
        where m.groupid = g.id and m.deleteat = 0)
from groupchannels t join usergroups g on g.id = t.groupid and g.deleteat = 0
where t.channelid = $1 and t.deleteat = 0 order by g.displayname, g.id
