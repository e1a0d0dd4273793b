-- Active people whose mail address is of none of these domains (in lower case), a page. For administrators; a scan.
select u.id, u.createat, u.updateat, u.deleteat, u.username, u.authdata, u.authservice, u.email, u.emailverified,
    u.nickname, u.firstname, u.lastname, u.position, u.roles, u.allowmarketing, u.props, u.notifyprops,
    u.lastpasswordupdate, u.lastpictureupdate, u.failedattempts, u.locale, u.timezone, u.mfaactive, u.remoteid,
    u.lastlogin, b.userid is not null, b.description, b.lasticonupdate
from users u left join bots b on b.userid = u.id
where u.deleteat = 0 and b.userid is null and u.roles not like '%system_guest%'
    and coalesce(u.authservice, '') not in ('ldap', 'saml') and split_part(lower(u.email), '@', 2) <> all ($1)
order by u.username offset $2 limit $3
