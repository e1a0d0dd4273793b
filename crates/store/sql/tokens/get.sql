-- A short-lived token. Primary key.
select token, createat, type, extra from tokens where token = $1
