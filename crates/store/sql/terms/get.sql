-- One version of the terms of service. Primary key.
select id, createat, userid, text from termsofservice where id = $1
