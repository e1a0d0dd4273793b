-- A short-lived token with a purpose.
insert into tokens (token, createat, type, extra) values ($1, $2, $3, $4)
