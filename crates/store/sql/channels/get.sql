-- One channel, deleted ones too. Primary key.
select id, createat, updateat, deleteat, teamid, type::text, displayname, name, header, purpose, lastpostat,
    totalmsgcount, extraupdateat, creatorid, schemeid, groupconstrained, autotranslation, shared,
    totalmsgcountroot, lastrootpostat, bannerinfo, defaultcategoryname
from channels where id = $1
