-- What anybody did, the newest first, a page. For administrators; sorts the table, since the original has no index.
select id, createat, userid, action, extrainfo, ipaddress, sessionid from audits
order by createat desc, id offset $1 limit $2
