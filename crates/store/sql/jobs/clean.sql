-- Takes away jobs that ended and were made before a time, so many at most. The table is small: read from end to end.
delete from jobs where id in (
    select id from jobs where createat < $1 and status not in ('pending', 'in_progress', 'cancel_requested')
    order by createat limit $2)
