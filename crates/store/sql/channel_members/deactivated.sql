-- Members of a channel whose account is deactivated. Primary keys.
select m.userid from channelmembers m join users u on u.id = m.userid where m.channelid = $1 and u.deleteat <> 0
