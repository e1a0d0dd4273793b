-- How many active people are in a group. Primary keys.
select count(*) from groupmembers m join users u on u.id = m.userid and u.deleteat = 0 where m.groupid = $1 and m.deleteat = 0
