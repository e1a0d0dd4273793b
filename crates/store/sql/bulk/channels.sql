-- Channels by the names of their teams ($1) and their own ($2), archived ones too: the team's name, then as
-- channels/get.sql. Unique: teams_name_key, channels_name_teamid_key.
select t.name, c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type::text, c.displayname, c.name, c.header,
    c.purpose, c.lastpostat, c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained,
    c.autotranslation, c.shared, c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname
from unnest($1::text[], $2::text[]) k (team, name)
join teams t on t.name = k.team
join channels c on c.teamid = t.id and c.name = k.name
