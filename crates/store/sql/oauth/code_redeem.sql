-- Takes a code out: it is redeemed once. Primary key.
delete from oauthauthdata where code = $1
returning clientid, userid, code, expiresin, createat, redirecturi, state, scope, codechallenge, codechallengemethod, resource
