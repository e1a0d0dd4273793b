-- The next mail that is due at $1 (Unix ms), unless another node has it in hand: taken away with the transaction that hands
-- it over. Index notification_mail_due_at, primary key.
delete from roost.notification_mail w
where w.id = (
    select d.id from roost.notification_mail d
    where d.due_at <= $1
    order by d.due_at
    limit 1
    for update skip locked)
returning w.id, w.user_id, w.tries, w.posts
