-- Who is in these groups. Primary keys.
select m.groupid, m.userid from groupmembers m join users u on u.id = m.userid and u.deleteat = 0
where m.groupid = any($1) and m.deleteat = 0 order by m.userid
