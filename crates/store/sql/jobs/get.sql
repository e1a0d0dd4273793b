-- A job. Primary key.
select j.id, j.type, j.priority, j.createat, j.startat, j.lastactivityat, j.status, j.progress, j.data from jobs j where j.id = $1
