-- Leaves out the numbers that a lost primary gave away: none below $1 is given again. One row.
select setval('roost.log_g', greatest(last_value, $1::bigint)) from roost.log_g
