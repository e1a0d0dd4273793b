-- Channels of live teams, archived ones with $4; their schemes with $3.
select c.id, jsonb_strip_nulls(jsonb_build_object('type', 'channel', 'channel', jsonb_build_object('team', t.name,
    'name', c.name, 'display_name', c.displayname, 'type', c.type, 'header', c.header, 'purpose', c.purpose,
    'scheme', case when $3 then s.name end, 'deleted_at', nullif(c.deleteat, 0))))::text
from channels c join teams t on t.id = c.teamid left join schemes s on s.id = c.schemeid
where c.id > $1 and c.type in ('O', 'P') and t.deleteat = 0 and (c.deleteat = 0 or $4) order by c.id limit $2
