-- Ends the outgoing webhooks of a channel that goes.
update outgoingwebhooks set deleteat = $2, updateat = $2 where channelid = $1 and deleteat = 0
