-- What is renewed by a refresh token, locked: a second use finds the new one. Index idx_oauthaccessdata_refresh_token.
select d.clientid, d.userid, d.token, d.refreshtoken, d.redirecturi, d.expiresat, d.scope, d.audience
from oauthaccessdata d where d.refreshtoken = $1 for update
