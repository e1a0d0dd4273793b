-- The live groups that the channels of a team are tied to. Indexes idx_channels_team_id_display_name, idx_groupchannels_channelid.
select g.id, g.name, g.displayname, g.description, g.source, g.remoteid, g.createat, g.updateat, g.deleteat, g.allowreference,
    t.schemeadmin, c.id
from channels c join groupchannels t on t.channelid = c.id and t.deleteat = 0
    join usergroups g on g.id = t.groupid and g.deleteat = 0
where c.teamid = $1 order by g.displayname, g.id
