-- Makes the account of a bot that of a person. Primary key.
delete from bots where userid = $1
