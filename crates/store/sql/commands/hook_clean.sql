-- Takes away what nobody may answer any more. idx_command_webhook_create_at.
delete from commandwebhooks where createat < $1
