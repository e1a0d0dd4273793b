-- What an application holds for somebody, if the session is still there. Unique index of clientid and userid; idx_sessions_token.
select d.clientid, d.userid, d.token, d.refreshtoken, d.redirecturi, d.expiresat, d.scope, d.audience,
    exists (select 1 from sessions s where s.token = d.token)
from oauthaccessdata d where d.clientid = $1 and d.userid = $2
