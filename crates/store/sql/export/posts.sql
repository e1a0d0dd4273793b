-- First posts with their replies from a time and an id on, of channels or ($4) of conversations; those of archived channels with
-- $5, files with $6. Index idx_posts_create_at_id.
with first as (
    select p.id, p.createat, p.channelid, p.userid from posts p join channels c on c.id = p.channelid
        left join teams t on t.id = c.teamid
    where (p.createat, p.id) > ($1, $2) and p.rootid = '' and p.deleteat = 0 and p.originalid = ''
        and (c.type in ('D', 'G')) = $4 and (c.deleteat = 0 or $5) and coalesce(t.deleteat, 0) = 0
        and exists (select 1 from users u where u.id = p.userid)
        and case when $4 then (select case when c.type = 'G' then count(*) > 2
                else count(*) = case when split_part(c.name, '__', 1) = split_part(c.name, '__', 2) then 1 else 2 end end
            from channelmembers n join users w on w.id = n.userid where n.channelid = c.id) else true end
    order by p.createat, p.id limit $3
), thread as (
    select f.id as first, p.* from first f join posts p on p.id = f.id
    union all
    select f.id, p.* from first f join posts p on p.rootid = f.id where p.deleteat = 0 and p.originalid = ''
), said as (
    select p.first, p.id, p.createat, jsonb_strip_nulls(jsonb_build_object('user', u.username, 'type', nullif(p.type, ''),
        'message', p.message, 'create_at', p.createat, 'edit_at', nullif(p.editat, 0),
        'is_pinned', nullif(p.ispinned, false),
        'flagged_by', (select jsonb_agg(w.username order by w.username) from preferences f join users w on w.id = f.userid
            where f.category = 'flagged_post' and f.name = p.id),
        'reactions', case when p.hasreactions then (select jsonb_agg(jsonb_build_object('user', w.username,
            'emoji_name', r.emojiname, 'create_at', r.createat) order by r.createat, w.username, r.emojiname)
            from reactions r join users w on w.id = r.userid where r.postid = p.id and coalesce(r.deleteat, 0) = 0) end,
        'attachments', case when $6 and p.fileids <> '[]' then (select jsonb_agg(jsonb_build_object('path', i.path)
            order by i.createat, i.id) from fileinfo i where i.postid = p.id and i.deleteat = 0) end))
        || case when p.props = '{}' then '{}' else jsonb_build_object('props', p.props) end as line
    from thread p join users u on u.id = p.userid
)
select f.createat, f.id, (jsonb_build_object('type', case when $4 then 'direct_post' else 'post' end) || jsonb_build_object(
    case when $4 then 'direct_post' else 'post' end, s.line || jsonb_strip_nulls(jsonb_build_object(
        'team', t.name, 'channel', case when $4 then null else c.name end,
        'channel_members', case when $4 then (select jsonb_agg(w.username order by w.username)
                || case when count(*) = 1 then jsonb_agg(w.username) else '[]' end
            from channelmembers n join users w on w.id = n.userid where n.channelid = c.id) end,
        'thread_followers', (select jsonb_agg(jsonb_build_object('user', w.username, 'last_viewed', m.lastviewed,
            'unread_mentions', m.unreadmentions) order by w.username) from threadmemberships m join users w on w.id = m.userid
            where m.postid = f.id and m.following)))
    || coalesce((select jsonb_build_object('replies', jsonb_agg(r.line order by r.createat, r.id)) from said r
        where r.first = f.id and r.id <> f.id having count(*) > 0), '{}')))::text
from first f join said s on s.id = f.id join channels c on c.id = f.channelid left join teams t on t.id = c.teamid
order by f.createat, f.id
