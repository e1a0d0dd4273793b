-- Reactions to posts that are there, and their posts' note of it; the number of new ones. Primary keys.
with added as (
    insert into reactions (userid, postid, emojiname, createat, updateat, deleteat, remoteid, channelid)
    select k.member, k.post, k.emoji, k.at, $6, 0, '', k.channel
    from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[]) k (member, post, emoji, at, channel)
    on conflict (postid, userid, emojiname) do nothing
    returning postid),
noted as (
    update posts set hasreactions = true, updateat = $6 where id in (select postid from added))
select count(*) from added
