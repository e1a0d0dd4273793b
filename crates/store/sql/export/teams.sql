-- Live teams; their schemes with $3.
select t.id, jsonb_strip_nulls(jsonb_build_object('type', 'team', 'team', jsonb_build_object('name', t.name,
    'display_name', t.displayname, 'type', t.type, 'description', t.description,
    'allow_open_invite', coalesce(t.allowopeninvite, false), 'scheme', case when $3 then s.name end)))::text
from teams t left join schemes s on s.id = t.schemeid
where t.id > $1 and t.deleteat = 0 order by t.id limit $2
