-- Live members whose accounts are active, with the team's row locked, so that two who join at once are both counted.
with team as (select id from teams where id = $1 for no key update)
select count(*) from team t join teammembers m on m.teamid = t.id and m.deleteat = 0
    join users u on u.id = m.userid and u.deleteat = 0
