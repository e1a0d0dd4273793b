-- Which post a client's pending id became. The primary key lets one of several retries win, on whatever node.
create table roost.post_dedupe (
    user_id         varchar(26) not null,
    pending_post_id text        not null,
    post_id         varchar(26) not null,
    at              timestamptz not null default clock_timestamp(),
    primary key (user_id, pending_post_id)
);

-- For the clean-up of old rows.
create index post_dedupe_at on roost.post_dedupe (at);
