-- A channel with all that hangs on it but its posts; the history of its members stays for compliance. Primary keys.
with members as (delete from channelmembers where channelid = $1),
sidebar as (delete from sidebarchannels where channelid = $1),
bookmarks as (delete from channelbookmarks where channelid = $1),
drafts as (delete from drafts where channelid = $1),
scheduled as (delete from scheduledposts where channelid = $1),
incoming as (delete from incomingwebhooks where channelid = $1),
outgoing as (delete from outgoingwebhooks where channelid = $1),
groups as (delete from groupchannels where channelid = $1),
policies as (delete from retentionpolicieschannels where channelid = $1),
public as (delete from publicchannels where id = $1)
delete from channels where id = $1
