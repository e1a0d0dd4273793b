-- What a user did, the newest first, a page. Index idx_audits_user_id.
select id, createat, userid, action, extrainfo, ipaddress, sessionid from audits
where userid = $1 order by createat desc, id offset $2 limit $3
