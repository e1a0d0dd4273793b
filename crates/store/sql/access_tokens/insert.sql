-- A new access token.
insert into useraccesstokens (id, token, userid, description, isactive) values ($1, $2, $3, $4, true)
