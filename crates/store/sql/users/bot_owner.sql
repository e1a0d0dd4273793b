-- The owner of a bot, if the account is one. Primary key.
select ownerid from bots where userid = $1
