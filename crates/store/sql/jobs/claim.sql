-- Takes the oldest job that waits, or whose node has not been heard of since ($3), for the node that asks: whoever asks at the same
-- time gets another. The clock of that node may be a little behind the one that made the job. Index idx_jobs_status_type.
update jobs j set status = 'in_progress', startat = greatest($2, j.createat), lastactivityat = $2
where j.id = (
    select w.id from jobs w
    where w.type = any($1) and (w.status = 'pending' or (w.status = 'in_progress' and w.lastactivityat < $3))
    order by w.priority desc, w.createat, w.id limit 1 for update skip locked)
returning j.id, j.type, j.priority, j.createat, j.startat, j.lastactivityat, j.status, j.progress, j.data
