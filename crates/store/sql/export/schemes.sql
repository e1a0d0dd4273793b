-- Schemes with their roles.
select s.id, jsonb_strip_nulls(jsonb_build_object('type', 'scheme', 'scheme', jsonb_build_object('name', s.name,
    'display_name', s.displayname, 'description', s.description, 'scope', s.scope,
    'default_team_admin_role', roles.line -> s.defaultteamadminrole, 'default_team_user_role', roles.line -> s.defaultteamuserrole,
    'default_team_guest_role', roles.line -> s.defaultteamguestrole,
    'default_channel_admin_role', roles.line -> s.defaultchanneladminrole,
    'default_channel_user_role', roles.line -> s.defaultchanneluserrole,
    'default_channel_guest_role', roles.line -> s.defaultchannelguestrole)))::text
from schemes s, lateral (
    select jsonb_object_agg(r.name, jsonb_build_object('name', r.name, 'display_name', r.displayname,
        'description', r.description, 'permissions', to_jsonb(string_to_array(trim(r.permissions), ' ')))) as line
    from roles r where r.name in (s.defaultteamadminrole, s.defaultteamuserrole, s.defaultteamguestrole,
        s.defaultchanneladminrole, s.defaultchanneluserrole, s.defaultchannelguestrole)
) roles
where s.id > $1 and s.deleteat = 0 order by s.id limit $2
