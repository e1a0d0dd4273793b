-- Makes changes of the membership follow one another; the time is after the wait for the others. One row.
update roost.cluster set counter = counter + 1 returning counter, (extract(epoch from clock_timestamp()) * 1000)::bigint
