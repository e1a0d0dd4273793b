-- Who follows threads, made or brought up to date; one row for each that was. Primary key.
insert into threadmemberships (postid, userid, following, lastviewed, lastupdated, unreadmentions)
select k.post, k.member, true, k.viewed, $5, k.mentions
from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) k (post, member, viewed, mentions)
on conflict (postid, userid) do update set following = true, lastviewed = excluded.lastviewed,
    lastupdated = excluded.lastupdated, unreadmentions = excluded.unreadmentions
where (threadmemberships.following, threadmemberships.lastviewed, threadmemberships.unreadmentions)
    is distinct from (true, excluded.lastviewed, excluded.unreadmentions)
returning userid
