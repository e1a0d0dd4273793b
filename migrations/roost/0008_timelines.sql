-- The timelines that primaries of this database have written, as nodes noticed them: a replica that has the row of the
-- current one follows the current primary, and not one that was lost.
create table roost.timelines (
    name text primary key,
    noticed timestamptz not null default clock_timestamp()
);
