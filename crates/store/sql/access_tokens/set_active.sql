-- Switches an access token on or off. Primary key.
update useraccesstokens set isactive = $2 where id = $1
