-- A new job, one row.
insert into jobs (id, type, priority, createat, startat, lastactivityat, status, progress, data)
values ($1, $2, 0, $3, 0, 0, 'pending', 0, $4)
