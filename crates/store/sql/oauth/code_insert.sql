-- A new code, one row.
insert into oauthauthdata (clientid, userid, code, expiresin, createat, redirecturi, state, scope, codechallenge,
    codechallengemethod, resource)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
