-- Whether there is a connection to another server, a deleted one too. Primary key.
select 1 from remoteclusters where remoteid = $1
