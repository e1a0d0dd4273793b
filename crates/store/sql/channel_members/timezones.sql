-- Time zones that members of a channel have chosen or their device told. Primary keys.
select distinct case when u.timezone ->> 'useAutomaticTimezone' = 'true' then u.timezone ->> 'automaticTimezone'
    else u.timezone ->> 'manualTimezone' end as zone
from channelmembers m join users u on u.id = m.userid
where m.channelid = $1 and case when u.timezone ->> 'useAutomaticTimezone' = 'true'
    then u.timezone ->> 'automaticTimezone' else u.timezone ->> 'manualTimezone' end <> ''
order by zone
