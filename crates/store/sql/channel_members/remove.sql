-- Ends memberships of a channel: the row, the open entry of the history, the places in the sidebars.
-- Answers who was a member. Primary keys.
with gone as (
    delete from channelmembers where channelid = $1 and userid = any($2) returning userid),
history as (
    update channelmemberhistory h set leavetime = $3 from gone
    where h.channelid = $1 and h.userid = gone.userid and h.leavetime is null),
sidebar as (
    delete from sidebarchannels s using gone where s.channelid = $1 and s.userid = gone.userid)
select userid from gone
