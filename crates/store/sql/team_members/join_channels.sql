-- A new member of a team in its default channels, with the entries of the history. Primary keys.
with added as (
    insert into channelmembers (channelid, userid, roles, lastviewedat, msgcount, mentioncount, notifyprops,
        lastupdateat, schemeuser, schemeadmin, schemeguest, mentioncountroot, msgcountroot, urgentmentioncount)
    select c.id, $2::text, '', 0, 0, 0, $4::jsonb, $5::bigint, true, $3::bool, false, 0, 0, 0
    from unnest($1::text[]) c(id)
    on conflict (channelid, userid) do nothing
    returning channelid)
insert into channelmemberhistory (channelid, userid, jointime) select channelid, $2::text, $5 from added
on conflict do nothing
