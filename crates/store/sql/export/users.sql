-- People with what they chose and where they are: in live teams, and there in channels, in archived ones with $4; pictures
-- with $3, roles that somebody made with $5. Bots have lines of their own.
select u.id, jsonb_strip_nulls(jsonb_build_object('type', 'user', 'user', jsonb_build_object('username', u.username,
    'email', u.email, 'auth_service', coalesce(u.authservice, ''), 'auth_data', nullif(u.authdata, ''),
    'nickname', u.nickname, 'first_name', u.firstname, 'last_name', u.lastname, 'position', u.position, 'roles', roles.names,
    'locale', u.locale, 'delete_at', nullif(u.deleteat, 0),
    'profile_image', case when $3 and u.lastpictureupdate > 0 then 'users/' || u.id || '/profile.png' end,
    'notify_props', jsonb_build_object('desktop', u.notifyprops ->> 'desktop',
        'desktop_sound', u.notifyprops ->> 'desktop_sound', 'email', u.notifyprops ->> 'email',
        'mobile', u.notifyprops ->> 'push', 'mobile_push_status', u.notifyprops ->> 'push_status',
        'channel', u.notifyprops ->> 'channel', 'comments', u.notifyprops ->> 'comments',
        'mention_keys', u.notifyprops ->> 'mention_keys'),
    'custom_status', nullif(u.props ->> 'customStatus', '')::jsonb,
    'theme', chosen.value -> 'theme ', 'military_time', chosen.value -> 'display_settings use_military_time',
    'collapse_previews', chosen.value -> 'display_settings collapse_previews',
    'message_display', chosen.value -> 'display_settings message_display',
    'collapse_consecutive', chosen.value -> 'display_settings collapse_consecutive_messages',
    'colorize_usernames', chosen.value -> 'display_settings colorize_usernames',
    'channel_display_mode', chosen.value -> 'display_settings channel_display_mode',
    'feature_enabled_markdown_preview', chosen.value -> 'advanced_settings feature_enabled_markdown_preview',
    'formatting', chosen.value -> 'advanced_settings formatting',
    'show_unread_section', chosen.value -> 'sidebar_settings show_unread_section',
    'tutorial_step', chosen.value -> ('tutorial_step ' || u.id),
    'email_interval', case chosen.value ->> 'notifications email_interval'
        when '30' then 'immediately' when '900' then 'fifteen' when '3600' then 'hour' end,
    'teams', places.teams)))::text
from users u left join lateral (
    select string_agg(w.name, ' ' order by w.place) as names
    from regexp_split_to_table(u.roles, ' ') with ordinality w (name, place) join roles r on r.name = w.name
    where $5 or r.builtin or r.name = 'custom_group_user'
) roles on true left join lateral (
    select jsonb_object_agg(f.category || ' ' || f.name, f.value) as value from preferences f
    where f.userid = u.id and f.category in ('theme', 'display_settings', 'advanced_settings', 'sidebar_settings',
        'tutorial_step', 'notifications')
) chosen on true left join lateral (
    select jsonb_agg(jsonb_build_object('name', t.name, 'theme', nullif(chosen.value ->> ('theme ' || t.id), ''),
        'roles', concat_ws(' ', case when m.schemeguest then 'team_guest' end, case when m.schemeuser then 'team_user' end,
            case when m.schemeadmin then 'team_admin' end, nullif(m.roles, '')),
        'channels', inside.channels) order by t.name) as teams
    from teammembers m join teams t on t.id = m.teamid and t.deleteat = 0 left join lateral (
        select jsonb_agg(jsonb_build_object('name', c.name,
            'roles', concat_ws(' ', case when n.schemeguest then 'channel_guest' end,
                case when n.schemeuser then 'channel_user' end, case when n.schemeadmin then 'channel_admin' end,
                nullif(n.roles, '')),
            'notify_props', jsonb_build_object('desktop', n.notifyprops ->> 'desktop', 'mobile', n.notifyprops ->> 'push',
                'mark_unread', n.notifyprops ->> 'mark_unread',
                'ignore_channel_mentions', n.notifyprops ->> 'ignore_channel_mentions',
                'channel_auto_follow_threads', n.notifyprops ->> 'channel_auto_follow_threads'),
            'favorite', exists (select 1 from preferences f where f.userid = u.id and f.category = 'favorite_channel'
                and f.name = c.id and f.value = 'true'),
            'mention_count', n.mentioncount, 'mention_count_root', n.mentioncountroot,
            'urgent_mention_count', n.urgentmentioncount, 'msg_count', n.msgcount, 'msg_count_root', n.msgcountroot,
            'last_viewed_at', n.lastviewedat) order by c.name) as channels
        from channelmembers n join channels c on c.id = n.channelid
        where n.userid = u.id and c.teamid = t.id and (c.deleteat = 0 or $4)
    ) inside on true
    where m.userid = u.id and m.deleteat = 0
) places on true
where u.id > $1 and not exists (select 1 from bots b where b.userid = u.id) order by u.id limit $2
