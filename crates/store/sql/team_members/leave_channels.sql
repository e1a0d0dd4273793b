-- Ends a user's memberships in the channels of a team, with history, followed threads, sidebar and the preferences
-- that are kept by team. Answers the channels. Indexes idx_channelmembers_user_id_channel_id_last_viewed_at,
-- idx_thread_memberships_user_id, idx_sidebarcategories_userid_teamid, idx_sidebarchannels_categoryid, primary keys.
with gone as (
    delete from channelmembers m using channels c
    where m.userid = $2 and c.id = m.channelid and c.teamid = $1
    returning m.channelid),
history as (
    update channelmemberhistory h set leavetime = $3 from gone
    where h.channelid = gone.channelid and h.userid = $2 and h.leavetime is null),
followed as (
    delete from threadmemberships f using threads t, gone
    where f.userid = $2 and t.postid = f.postid and t.channelid = gone.channelid),
categories as (
    delete from sidebarcategories where userid = $2 and teamid = $1 returning id),
places as (
    delete from sidebarchannels s using categories k where s.categoryid = k.id and s.userid = $2),
kept as (
    delete from preferences where userid = $2 and category = $1::text)
select channelid from gone
