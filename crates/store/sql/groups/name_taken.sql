-- Whether a person has this name. Unique index users_username_key.
select 1 from users where username = $1
