-- How these users want to read: whether threads stand apart from their channels, and how long mail waits for more
-- (seconds). A row for each account that is not deactivated. Primary keys.
select u.id, collapse.value, wait.value
from users u
left join preferences collapse on collapse.userid = u.id
    and collapse.category = 'display_settings' and collapse.name = 'collapsed_reply_threads'
left join preferences wait on wait.userid = u.id
    and wait.category = 'notifications' and wait.name = 'email_interval'
where u.id = any($1) and u.deleteat = 0
