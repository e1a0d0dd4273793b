-- One channel by its name in a team (empty for direct and group channels), deleted ones too. Unique index.
select id, createat, updateat, deleteat, teamid, type::text, displayname, name, header, purpose, lastpostat,
    totalmsgcount, extraupdateat, creatorid, schemeid, groupconstrained, autotranslation, shared,
    totalmsgcountroot, lastrootpostat, bannerinfo, defaultcategoryname
from channels where name = $1 and teamid = $2
