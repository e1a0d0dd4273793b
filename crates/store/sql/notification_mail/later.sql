-- A mail that could not be handed over waits again, unless it was tried often enough ($3). Primary key.
with tried as (delete from roost.notification_mail where id = $1 and tries + 1 >= $3)
update roost.notification_mail set due_at = $2, tries = tries + 1 where id = $1 and tries + 1 < $3
