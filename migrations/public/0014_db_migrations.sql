-- The two tables in which the original keeps track of its own migrations. They come last: a
-- database that has them has all of the above.

-- One row per migration of the original.
create table db_migrations (
    version bigint primary key,
    name    varchar not null
);

-- Where the original takes turns when several of its servers start.
create table db_lock (
    id       varchar(64) primary key,
    expireat bigint
);
