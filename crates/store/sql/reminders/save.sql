-- When ($3, Unix seconds) somebody wants to be reminded of a post; another time takes the place of the one before.
-- Primary key.
insert into postreminders (postid, userid, targettime) values ($1, $2, $3)
on conflict (postid, userid) do update set targettime = excluded.targettime
