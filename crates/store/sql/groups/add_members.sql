-- Puts active people into a group, one row each; whoever was there stays, from now on. Primary keys.
insert into groupmembers (groupid, userid, createat, deleteat)
select $1, u.id, $3, 0 from users u where u.id = any($2) and u.deleteat = 0 order by u.id
on conflict (groupid, userid) do update set createat = excluded.createat, deleteat = 0
returning userid
