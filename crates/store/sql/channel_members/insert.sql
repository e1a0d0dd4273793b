-- New members of a channel with the entry of their history; who is in it already is left alone and left out of the
-- answer. Primary keys. $3: guests, $4: administrators, in the order of the users in $2.
with added as (
    insert into channelmembers (channelid, userid, roles, lastviewedat, msgcount, mentioncount, notifyprops,
        lastupdateat, schemeuser, schemeadmin, schemeguest, mentioncountroot, msgcountroot, urgentmentioncount)
    select $1::text, n.userid, '', 0, 0, 0, $5::jsonb, $6::bigint, not n.guest, n.admin, n.guest, 0, 0, 0
    from unnest($2::text[], $3::bool[], $4::bool[]) n (userid, guest, admin)
    on conflict (channelid, userid) do nothing
    returning userid),
joined as (
    insert into channelmemberhistory (channelid, userid, jointime) select $1::text, userid, $6 from added
    on conflict do nothing)
select userid from added
