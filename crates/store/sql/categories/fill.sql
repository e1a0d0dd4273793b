-- Puts channels into a category in this order. Primary key.
insert into sidebarchannels (channelid, userid, categoryid, sortorder)
select n.id, $1, $2, 10 * (n.position - 1) from unnest($3::text[]) with ordinality n (id, position)
on conflict (channelid, userid, categoryid) do update set sortorder = excluded.sortorder
