-- A page of a team's deleted channels: the public ones, and those private ones that the user is in ($3: all of them).
-- Index idx_channels_team_id_display_name.
select c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type::text, c.displayname, c.name, c.header, c.purpose,
    c.lastpostat,
    c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.autotranslation, c.shared,
    c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname
from channels c
where c.teamid = $1 and c.deleteat <> 0 and (c.type = 'O' or (c.type = 'P' and ($3 or exists (
    select 1 from channelmembers m where m.channelid = c.id and m.userid = $2))))
order by c.displayname, c.id limit $4 offset $5
