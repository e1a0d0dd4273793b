-- Schema roost holds everything of ours, so that schema public stays what an 11.6 server expects.
-- This file runs before all others, also before those of schema public, because it makes the table they are recorded in.

create schema roost;

-- One row per migration file that is done. checksum is that of the file's text when it ran. adopted says that the file
-- never ran: another server had already made what it describes.
create table roost.migrations (
    name       text        primary key,
    checksum   text        not null,
    adopted    boolean     not null default false,
    applied_at timestamptz not null default clock_timestamp()
);
