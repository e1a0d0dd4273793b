-- Ids of users by user name. Unique: users_username_key.
select username, id from users where username = any($1)
