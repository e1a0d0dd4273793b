-- The numbered log: every transaction that writes ends with one row here, and every node applies the rows in the order
-- of g.

-- Numbers are taken one by one: a session that kept a stock of them would hand them out late and out of order.
create sequence roost.log_g as bigint cache 1;

-- void fills the place of a transaction that took a number and did not commit. member is the node that wrote the row,
-- n the number of events in body, body the encoded record.
--
-- Rows live for half an hour, so the table is small and turns over all the time. Vacuum and analyze therefore go by
-- row counts, not by a share of the table, and do not pause.
create table roost.log (
    g      bigint      primary key default nextval('roost.log_g'),
    void   boolean     not null default false,
    at     timestamptz not null default clock_timestamp(),
    member bigint      not null default 0,
    n      integer     not null default 0,
    body   bytea
) with (
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 20000,
    autovacuum_vacuum_insert_scale_factor = 0,
    autovacuum_vacuum_insert_threshold = 100000,
    autovacuum_analyze_scale_factor = 0,
    autovacuum_analyze_threshold = 50000,
    autovacuum_vacuum_cost_delay = 0,
    toast.autovacuum_vacuum_scale_factor = 0,
    toast.autovacuum_vacuum_threshold = 20000,
    toast.autovacuum_vacuum_cost_delay = 0
);
alter sequence roost.log_g owned by roost.log.g;
