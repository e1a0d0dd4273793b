-- Access tokens whose id, user or user name begins so. For administrators; a scan of the tokens.
select t.id, t.userid, t.description, t.isactive from useraccesstokens t join users u on u.id = t.userid
where t.id like $1 or t.userid like $1 or u.username like $1 order by t.id limit $2
