-- Access tokens of everybody, a page. Primary key.
select id, userid, description, isactive from useraccesstokens order by id offset $1 limit $2
