-- Somebody's place in a thread, made or changed: whether they follow, until when they have read, and how many mentions
-- are unread; NULL leaves a value. Primary key.
insert into threadmemberships (postid, userid, following, lastviewed, lastupdated, unreadmentions)
values ($1, $2, $3, coalesce($4::bigint, 0), $5, coalesce($6::bigint, 0))
on conflict (postid, userid) do update set
    following = excluded.following,
    lastviewed = coalesce($4::bigint, threadmemberships.lastviewed),
    lastupdated = excluded.lastupdated,
    unreadmentions = coalesce($6::bigint, threadmemberships.unreadmentions)
