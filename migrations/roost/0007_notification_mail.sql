-- Mail about posts that waits for its time. One row is one mail: of one post, or of those that gathered for somebody who
-- wants them together (then the id is that of the user). A node that has a row in hand has made it due again later;
-- the row goes once the mail server has the mail.
create table roost.notification_mail (
    id text primary key,
    user_id text not null,
    due_at bigint not null,
    tries integer not null default 0,
    posts text[] not null
);
create index notification_mail_due_at on roost.notification_mail (due_at);
