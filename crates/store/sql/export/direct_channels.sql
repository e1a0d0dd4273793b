-- Conversations whose members are all still known, with how far each has read. Whoever talks to himself stands there twice.
select c.id, jsonb_strip_nulls(jsonb_build_object('type', 'direct_channel', 'direct_channel', jsonb_build_object(
    'members', members.names || case when members.count = 1 then members.names else '[]' end,
    'participants', members.lines || case when members.count = 1 then members.lines else '[]' end, 'favorited_by', members.favorited_by,
    'shown_by', members.shown_by, 'header', c.header)))::text
from channels c, lateral (
    select count(*) as count, jsonb_agg(u.username order by u.username) as names,
        jsonb_agg(jsonb_build_object('username', u.username,
            'notify_props', jsonb_build_object('desktop', n.notifyprops ->> 'desktop', 'mobile', n.notifyprops ->> 'push',
                'mark_unread', n.notifyprops ->> 'mark_unread',
                'ignore_channel_mentions', n.notifyprops ->> 'ignore_channel_mentions',
                'channel_auto_follow_threads', n.notifyprops ->> 'channel_auto_follow_threads'),
            'mention_count', n.mentioncount, 'mention_count_root', n.mentioncountroot,
            'urgent_mention_count', n.urgentmentioncount, 'msg_count', n.msgcount, 'msg_count_root', n.msgcountroot,
            'last_viewed_at', n.lastviewedat) order by u.username) as lines,
        jsonb_agg(u.username order by u.username) filter (where exists (select 1 from preferences f
            where f.userid = u.id and f.category = 'favorite_channel' and f.name = c.id and f.value = 'true')) as favorited_by,
        jsonb_agg(u.username order by u.username) filter (where exists (select 1 from preferences f
            where f.userid = u.id and f.value = 'true' and (f.category, f.name) = (case c.type when 'G' then 'group_channel_show'
                else 'direct_channel_show' end, case c.type when 'G' then c.id else coalesce(nullif(replace(replace(c.name,
                '__', ''), u.id, ''), ''), u.id) end))) as shown_by
    from channelmembers n join users u on u.id = n.userid where n.channelid = c.id
) members
where c.id > $1 and c.type in ('D', 'G') and c.deleteat = 0 and case when c.type = 'G' then members.count > 2
    else members.count = case when split_part(c.name, '__', 1) = split_part(c.name, '__', 2) then 1 else 2 end end
order by c.id limit $2
