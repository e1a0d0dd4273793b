-- The secret of the cluster. The one row.
select secret from roost.cluster
