-- New direct and group channels; one row for each that nobody made meanwhile. Unique: channels_name_teamid_key.
insert into channels (id, createat, updateat, deleteat, teamid, type, displayname, name, header, purpose, lastpostat,
    totalmsgcount, extraupdateat, creatorid, shared, totalmsgcountroot, lastrootpostat)
select k.id, $7::bigint, $7, 0, '', k.type::channel_type, k.display_name, k.name, k.header, '', 0, 0, 0, k.creator,
    false, 0, 0
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
    k (id, type, display_name, name, header, creator)
on conflict (name, teamid) do nothing
returning id
