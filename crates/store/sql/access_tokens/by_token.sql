-- An active access token by its secret, held until its session is made. Index useraccesstokens_token_key.
select id, userid, description, isactive from useraccesstokens where token = $1 and isactive for update
