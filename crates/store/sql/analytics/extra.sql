-- Integrations and sessions, of a team or (empty) of all.
select
    (select count(*) from incomingwebhooks where deleteat = 0 and ($1::text = '' or teamid = $1)),
    (select count(*) from outgoingwebhooks where deleteat = 0 and ($1::text = '' or teamid = $1)),
    (select count(*) from commands where deleteat = 0 and ($1::text = '' or teamid = $1)),
    (select count(*) from sessions where expiresat > $2)
