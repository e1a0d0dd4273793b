-- The reactions to a post are put to another one too, which becomes one that has some. Primary keys.
with copied as (
    insert into reactions (userid, postid, emojiname, createat, updateat, deleteat, remoteid, channelid)
    select userid, $2, emojiname, createat, updateat, 0, remoteid, $3
    from reactions where postid = $1 and coalesce(deleteat, 0) = 0
    returning userid, postid, emojiname, createat, updateat, deleteat, remoteid, channelid
), marked as (
    update posts set hasreactions = true where id = $2 and exists (select 1 from copied)
)
select userid, postid, emojiname, createat, updateat, deleteat, remoteid, channelid from copied order by createat
