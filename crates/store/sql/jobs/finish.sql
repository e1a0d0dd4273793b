-- The end of a job by the node that claimed it at $2, at most one row. Primary key.
update jobs set status = $3, progress = $4, lastactivityat = $5,
    data = case when $6::jsonb = '{}' then data else coalesce(data, '{}'::jsonb) || $6::jsonb end
where id = $1 and startat = $2 and status in ('in_progress', 'cancel_requested')
