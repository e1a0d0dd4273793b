-- A mail ($1) about the first $2 posts of its row is done with. What came to it meanwhile is due at $3 (Unix ms). Primary key.
with gone as (delete from roost.notification_mail where id = $1 and cardinality(posts) <= $2)
update roost.notification_mail set posts = posts[$2 + 1:], due_at = $3, tries = 0 where id = $1 and cardinality(posts) > $2
