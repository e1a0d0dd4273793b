-- A new version of the terms of service.
insert into termsofservice (id, createat, userid, text) values ($1, $2, $3, $4)
