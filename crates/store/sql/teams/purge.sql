-- A team with what belongs to it alone; its channels go before. Indexes of the tables by team, primary keys.
with members as (delete from teammembers where teamid = $1),
commands as (delete from commands where teamid = $1),
incoming as (delete from incomingwebhooks where teamid = $1),
outgoing as (delete from outgoingwebhooks where teamid = $1),
categories as (delete from sidebarcategories where teamid = $1),
synced as (delete from groupteams where teamid = $1),
kept as (delete from preferences where category = $1::text),
policies as (delete from retentionpoliciesteams where teamid = $1)
delete from teams where id = $1
