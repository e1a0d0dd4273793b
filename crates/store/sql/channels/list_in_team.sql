-- A page of the live channels of one type in a team. Index idx_channels_team_id_display_name.
select c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type::text, c.displayname, c.name, c.header, c.purpose,
    c.lastpostat,
    c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.autotranslation, c.shared,
    c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname
from channels c where c.teamid = $1 and c.type = $2::text::channel_type and c.deleteat = 0
order by c.displayname, c.id limit $3 offset $4
