-- Memberships in channels of those who are not in them; one row for each. Primary key. $4 are the settings of a fresh
-- membership, $5 what differs from them.
insert into channelmembers (channelid, userid, roles, lastviewedat, msgcount, mentioncount, notifyprops, lastupdateat,
    schemeuser, schemeadmin, schemeguest, mentioncountroot, msgcountroot, urgentmentioncount)
select k.channel, k.member, k.roles, coalesce(k.viewed, 0), coalesce(k.msgs, 0), coalesce(k.mentions, 0),
    $4::jsonb || coalesce(k.props, '{}'), $15, k.is_user, k.is_admin, k.is_guest, coalesce(k.mentions_root, 0),
    coalesce(k.msgs_root, 0), coalesce(k.urgent, 0)
from unnest($1::text[], $2::text[], $3::text[], $5::jsonb[], $6::bool[], $7::bool[], $8::bool[], $9::bigint[],
    $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[])
    k (channel, member, roles, props, is_user, is_admin, is_guest, viewed, msgs, msgs_root, mentions, mentions_root,
    urgent)
on conflict (channelid, userid) do nothing
returning channelid, userid
