-- Everything that was written in a channel. Index idx_posts_channel_id_delete_at_create_at, primary keys by post.
with gone as (select id from posts where channelid = $1),
memberships as (delete from threadmemberships d using gone where d.postid = gone.id),
threads as (delete from threads d using gone where d.postid = gone.id),
reactions as (delete from reactions d using gone where d.postid = gone.id),
acknowledgements as (delete from postacknowledgements d using gone where d.postid = gone.id),
priorities as (delete from postspriority d using gone where d.postid = gone.id),
notifications as (delete from persistentnotifications d using gone where d.postid = gone.id),
reminders as (delete from postreminders d using gone where d.postid = gone.id),
receipts as (delete from readreceipts d using gone where d.postid = gone.id),
temporary as (delete from temporaryposts d using gone where d.postid = gone.id),
files as (delete from fileinfo d using gone where d.postid = gone.id)
delete from posts d using gone where d.id = gone.id
