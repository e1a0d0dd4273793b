-- $1: an id; $2: now in ms. An original looks through all members in its first minute, for roles that are kept in an older
-- way, and offers no schemes until then. There are none in a database that began with this schema: the mark and the job say
-- so from the start.
with mark as (
    insert into public.systems (name, value) values ('migration_advanced_permissions_phase_2', 'true')
    on conflict do nothing
    returning name
)
insert into public.jobs (id, type, priority, createat, startat, lastactivityat, status, progress, data)
select
    $1::text, 'migrations', 0, $2::bigint, $2::bigint, $2::bigint, 'success', 0,
    jsonb_build_object('migration_key', mark.name, 'last_done', format(
        '{"current_table":"ChannelMembers","last_team_id":"%1$s","last_channel_id":"%1$s","last_user":"%1$s"}',
        repeat('0', 26)))
from mark
