-- The next mail that is due at $1 (Unix ms), unless another node has it in hand. It is due again after its number of tries times
-- $2 ms: whoever dies with it in hand leaves it to the others. Index notification_mail_due_at, primary key.
update roost.notification_mail w set due_at = $1::bigint + $2::bigint * (w.tries + 1), tries = w.tries + 1
where w.id = (
    select d.id from roost.notification_mail d
    where d.due_at <= $1
    order by d.due_at
    limit 1
    for update skip locked)
returning w.id, w.user_id, w.tries, w.posts
