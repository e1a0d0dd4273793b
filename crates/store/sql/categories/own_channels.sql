-- Which of some channels a user has in a team or as conversations, archived ones too. Primary keys.
select c.id from channelmembers m join channels c on c.id = m.channelid
where m.userid = $1 and m.channelid = any($3) and c.teamid in ($2, '')
