-- Jobs of these kinds in these states, the newest first. Index idx_jobs_status_type.
select j.id, j.type, j.priority, j.createat, j.startat, j.lastactivityat, j.status, j.progress, j.data from jobs j
where j.type = any($1) and j.status = any($2) order by j.createat desc, j.id limit $3 offset $4
