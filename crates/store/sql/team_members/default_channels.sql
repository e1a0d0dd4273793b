-- The live public channels of a team with these names, in their order. Unique: channels_name_teamid_key.
select c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type::text, c.displayname, c.name, c.header, c.purpose,
    c.lastpostat, c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.autotranslation,
    c.shared, c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname
from unnest($2::text[]) with ordinality n(name, at)
    join channels c on c.name = n.name and c.teamid = $1 and c.type = 'O' and c.deleteat = 0
order by n.at
