-- Live members whose accounts are active, counted no further than $2. Primary keys.
select count(*) from (
    select from teammembers m join users u on u.id = m.userid and u.deleteat = 0
    where m.teamid = $1 and m.deleteat = 0 limit $2) counted
