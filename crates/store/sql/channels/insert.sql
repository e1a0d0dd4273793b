-- A new channel; nothing comes back when the name is taken in the team, deleted channels included. Unique:
-- channels_name_teamid_key. Waits for an open transaction that makes the same one.
insert into channels (id, createat, updateat, deleteat, teamid, type, displayname, name, header, purpose, lastpostat,
    totalmsgcount, extraupdateat, creatorid, schemeid, groupconstrained, shared, totalmsgcountroot, lastrootpostat,
    bannerinfo, defaultcategoryname, autotranslation)
values ($1, $2, $2, 0, $3, $4::text::channel_type, $5, $6, $7, $8, 0, 0, 0, $9, $10, $11, $12, 0, 0, $13, $14, $15)
on conflict (name, teamid) do nothing
returning id
