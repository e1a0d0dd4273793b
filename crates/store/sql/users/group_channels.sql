-- The other members of group channels that the user is in; column 28 is the channel. Primary keys.
select u.id, u.createat, u.updateat, u.deleteat, u.username, u.authdata, u.authservice, u.email, u.emailverified,
    u.nickname, u.firstname, u.lastname, u.position, u.roles, u.allowmarketing, u.props, u.notifyprops,
    u.lastpasswordupdate, u.lastpictureupdate, u.failedattempts, u.locale, u.timezone, u.mfaactive, u.remoteid,
    u.lastlogin, b.userid is not null, b.description, b.lasticonupdate, c.id
from channels c
    join channelmembers own on own.channelid = c.id and own.userid = $2
    join channelmembers cm on cm.channelid = c.id and cm.userid <> $2
    join users u on u.id = cm.userid
    left join bots b on b.userid = u.id
where c.id = any($1) and c.type = 'G' order by u.username
