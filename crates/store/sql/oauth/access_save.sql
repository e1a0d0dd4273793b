-- What an application holds for somebody, one row. Unique index of clientid and userid.
insert into oauthaccessdata (token, refreshtoken, redirecturi, clientid, userid, expiresat, scope, audience)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (clientid, userid) do update set token = excluded.token, refreshtoken = excluded.refreshtoken,
    redirecturi = excluded.redirecturi, expiresat = excluded.expiresat, scope = excluded.scope, audience = excluded.audience
