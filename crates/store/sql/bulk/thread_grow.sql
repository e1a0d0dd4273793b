-- Replies were added to a thread: $2 of them, the last at $3, by the users in $4 in this order. Primary keys.
with root as (
    update posts set updateat = greatest(updateat, $3) where id = $1)
insert into threads (postid, replycount, lastreplyat, participants, channelid, threadteamid)
values ($1, $2, $3, to_jsonb($4::text[]), $5, $6)
on conflict (postid) do update set replycount = threads.replycount + excluded.replycount,
    lastreplyat = greatest(threads.lastreplyat, excluded.lastreplyat),
    participants = (coalesce(threads.participants, '[]') - $4::text[]) || excluded.participants
