-- The mail address is the user's own. Unique: users_email_key.
update users set email = $2, emailverified = true, updateat = $3 where id = $1
