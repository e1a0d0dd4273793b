-- Who of these users chose whether to collapse threads. Primary key.
select userid, value = 'on' from preferences
where userid = any($1) and category = 'display_settings' and name = 'collapsed_reply_threads'
