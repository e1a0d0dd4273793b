-- Which of some users are in a group that a channel is tied to. Index idx_groupchannels_channelid.
select distinct gm.userid from groupchannels gc join groupmembers gm on gm.groupid = gc.groupid and gm.deleteat = 0
where gc.channelid = $1 and gc.deleteat = 0 and gm.userid = any($2)
