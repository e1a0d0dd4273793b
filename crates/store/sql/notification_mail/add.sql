-- A post for a mail ($1) to a user ($2) that is due at $3 (Unix ms), with what waits there already. Primary key.
insert into roost.notification_mail (id, user_id, due_at, posts) values ($1, $2, $3, array[$4])
on conflict (id) do update set posts = roost.notification_mail.posts || excluded.posts
