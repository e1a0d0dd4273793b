-- Members and guests with a live account, pinned posts, and (with $2) files of a channel.
-- Primary key of channelmembers; idx_posts_channel_id_delete_at_create_at; idx_fileinfo_channel_id_create_at.
select s.members, s.guests,
    (select count(*) from posts where channelid = $1 and deleteat = 0 and ispinned),
    case when $2 then (select count(*) from fileinfo where channelid = $1 and deleteat = 0 and postid <> '') else -1 end
from (
    select count(*) as members, count(*) filter (where m.schemeguest) as guests
    from channelmembers m join users u on u.id = m.userid
    where m.channelid = $1 and u.deleteat = 0) s
