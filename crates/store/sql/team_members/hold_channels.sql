-- Holds the channels of a team that a user is in, in the order of their ids: see channels/hold.
select c.id from channels c join channelmembers m on m.channelid = c.id
where c.teamid = $1 and m.userid = $2 order by c.id for no key update of c
