-- A page of the channels that have a scheme, by name. Index idx_channels_scheme_id.
select c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type::text, c.displayname, c.name, c.header, c.purpose,
    c.lastpostat,
    c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.autotranslation, c.shared,
    c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname
from channels c where c.schemeid = $1 order by c.displayname, c.id limit $2 offset $3
