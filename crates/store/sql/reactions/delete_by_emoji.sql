-- Takes back all reactions with an emoji that is gone, and says of their posts whether they have others. Posts go before
-- their reactions, in the order of who reacts. A scan of all reactions: the table has no index by emoji, and emoji are
-- hardly ever deleted.
with marked as (
    update posts p set updateat = greatest($2, p.updateat + 1), hasreactions = exists (
        select from reactions r where r.postid = p.id and r.emojiname <> $1 and coalesce(r.deleteat, 0) = 0)
    where p.id in (select postid from reactions where emojiname = $1 and coalesce(deleteat, 0) = 0)
    returning p.id)
update reactions set deleteat = $2, updateat = $2
where emojiname = $1 and coalesce(deleteat, 0) = 0 and postid in (select id from marked)
