-- Users by user name with their stored passwords: the password, then as users/get.sql. Unique: users_username_key.
select u.password, u.id, u.createat, u.updateat, u.deleteat, u.username, u.authdata, u.authservice, u.email,
    u.emailverified, u.nickname, u.firstname, u.lastname, u.position, u.roles, u.allowmarketing, u.props,
    u.notifyprops, u.lastpasswordupdate, u.lastpictureupdate, u.failedattempts, u.locale, u.timezone, u.mfaactive,
    u.remoteid, u.lastlogin, b.userid is not null, b.description, b.lasticonupdate
from users u left join bots b on b.userid = u.id
where u.username = any($1)
