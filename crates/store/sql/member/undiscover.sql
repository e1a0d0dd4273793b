-- Removes one node's row, and those of nodes that have not written for half an hour. A handful of rows.
delete from clusterdiscovery
where id = $1 or lastpingat < (extract(epoch from clock_timestamp()) * 1000)::bigint - 1800000
