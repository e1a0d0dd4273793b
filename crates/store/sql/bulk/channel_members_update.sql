-- Memberships in channels brought up to date where a line says something else; one row for each. Primary key. NULL keeps
-- what is there.
update channelmembers m set roles = coalesce(k.roles, m.roles), schemeuser = coalesce(k.is_user, m.schemeuser),
    schemeadmin = coalesce(k.is_admin, m.schemeadmin), schemeguest = coalesce(k.is_guest, m.schemeguest),
    notifyprops = m.notifyprops || coalesce(k.props, '{}'),
    lastviewedat = coalesce(k.viewed, m.lastviewedat), msgcount = coalesce(k.msgs, m.msgcount),
    msgcountroot = coalesce(k.msgs_root, m.msgcountroot), mentioncount = coalesce(k.mentions, m.mentioncount),
    mentioncountroot = coalesce(k.mentions_root, m.mentioncountroot),
    urgentmentioncount = coalesce(k.urgent, m.urgentmentioncount), lastupdateat = $14
from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::bool[], $6::bool[], $7::bool[], $8::bigint[],
    $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[])
    k (channel, member, roles, props, is_user, is_admin, is_guest, viewed, msgs, msgs_root, mentions, mentions_root,
    urgent)
where m.channelid = k.channel and m.userid = k.member and (
    coalesce(m.roles, '') <> k.roles or m.schemeuser <> k.is_user or m.schemeadmin <> k.is_admin
    or m.schemeguest <> k.is_guest or not m.notifyprops @> coalesce(k.props, '{}')
    or m.lastviewedat <> k.viewed or m.msgcount <> k.msgs or m.msgcountroot <> k.msgs_root
    or m.mentioncount <> k.mentions or m.mentioncountroot <> k.mentions_root or m.urgentmentioncount <> k.urgent)
returning m.userid
