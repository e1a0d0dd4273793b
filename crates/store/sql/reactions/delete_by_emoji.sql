-- Takes back all reactions with an emoji that is gone, and says of their posts whether they have others. A scan of all
-- reactions: the table has no index by emoji, and emoji are hardly ever deleted.
with gone as (
    update reactions set deleteat = $2, updateat = $2 where emojiname = $1 and coalesce(deleteat, 0) = 0
    returning postid)
update posts p set updateat = greatest($2, p.updateat + 1), hasreactions = exists (
    select from reactions r where r.postid = p.id and r.emojiname <> $1 and coalesce(r.deleteat, 0) = 0)
where p.id in (select postid from gone)
