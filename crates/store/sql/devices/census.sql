-- Apps of phones with a session that lasts, by version, platform and whether the phone lets them show anything. The most
-- common ones, at most $2: versions are what clients say.
select coalesce(props ->> 'mobile_version', ''), case when deviceid like 'apple%' then 'ios' else 'android' end,
    coalesce(props ->> 'device_notification_disabled', ''), count(*)
from sessions where deviceid <> '' and expiresat >= $1
group by 1, 2, 3 order by 4 desc limit $2
