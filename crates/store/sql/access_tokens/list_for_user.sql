-- Access tokens of one user, a page. Index idx_user_access_tokens_user_id.
select id, userid, description, isactive from useraccesstokens where userid = $1 order by id offset $2 limit $3
