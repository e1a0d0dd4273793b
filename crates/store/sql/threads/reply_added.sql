-- A reply was written: counts it, and makes users follow. $6 to $8: users, until when they have read (0: no further than
-- before; that also clears their mentions), and how many mentions are new. Primary keys.
with touched as (
    insert into threads (postid, replycount, lastreplyat, participants, channelid, threadteamid)
    values ($1, 1, $2, jsonb_build_array($3::text), $4, $5)
    on conflict (postid) do update set
        replycount = threads.replycount + 1,
        lastreplyat = greatest(threads.lastreplyat, excluded.lastreplyat),
        participants = (coalesce(threads.participants, '[]') - $3::text) || excluded.participants
), root as (
    update posts set updateat = greatest(updateat, $2) where id = $1
)
insert into threadmemberships (postid, userid, following, lastviewed, lastupdated, unreadmentions)
select $1, n.userid, true, n.viewed, $2, n.mentions
from unnest($6::text[], $7::bigint[], $8::bigint[]) as n (userid, viewed, mentions)
on conflict (postid, userid) do update set
    following = true,
    lastviewed = greatest(threadmemberships.lastviewed, excluded.lastviewed),
    lastupdated = excluded.lastupdated,
    unreadmentions = case when excluded.lastviewed > 0 then 0
        else coalesce(threadmemberships.unreadmentions, 0) + excluded.unreadmentions end
