-- One member of a channel with what they want to be told. Primary keys.
select m.userid, u.username, u.firstname, u.notifyprops, m.notifyprops, b.userid is not null, u.deleteat = 0
from channelmembers m join users u on u.id = m.userid left join bots b on b.userid = m.userid
where m.channelid = $1 and m.userid = $2
