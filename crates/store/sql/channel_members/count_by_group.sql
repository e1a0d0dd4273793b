-- How many members of a channel are in each group, and in how many time zones ($2). Primary key; index of groupmembers.
select g.groupid, count(*), case when $2 then count(distinct nullif(case when u.timezone ->> 'useAutomaticTimezone' = 'true'
    then u.timezone ->> 'automaticTimezone' else u.timezone ->> 'manualTimezone' end, '')) else 0 end
from channelmembers m
join groupmembers g on g.userid = m.userid and g.deleteat = 0
join users u on u.id = m.userid and u.deleteat = 0
where m.channelid = $1
group by g.groupid
