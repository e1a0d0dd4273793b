-- When users joined channels. Primary key.
insert into channelmemberhistory (channelid, userid, jointime)
select k.channel, k.member, $3::bigint from unnest($1::text[], $2::text[]) k (channel, member)
on conflict do nothing
