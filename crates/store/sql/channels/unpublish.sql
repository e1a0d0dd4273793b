-- The copy of a channel that is no longer public. Primary key.
delete from publicchannels where id = $1
