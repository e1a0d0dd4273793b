-- What a notification has to know of its readers: how they want to see threads and names, and their unread mentions, with
-- and without those in replies, and those in threads that they follow. A row for each account. Primary keys,
-- idx_channelmembers_user_id_channel_id_last_viewed_at, idx_thread_memberships_user_id.
select u.id, u.locale, collapse.value, named.value, unread.every, unread.roots, threads.mentions
from users u
left join preferences collapse on collapse.userid = u.id
    and collapse.category = 'display_settings' and collapse.name = 'collapsed_reply_threads'
left join preferences named on named.userid = u.id
    and named.category = 'display_settings' and named.name = 'name_format'
cross join lateral (
    select coalesce(sum(m.mentioncount), 0)::int8 as every, coalesce(sum(m.mentioncountroot), 0)::int8 as roots
    from channelmembers m join channels c on c.id = m.channelid
    where m.userid = u.id and c.deleteat = 0) unread
cross join lateral (
    select coalesce(sum(t.unreadmentions), 0)::int8 as mentions
    from threadmemberships t join threads p on p.postid = t.postid
    where t.userid = u.id and t.following and coalesce(p.threaddeleteat, 0) = 0) threads
where u.id = any($1)
