-- The live values of somebody. Index idx_propertyvalues_targetid_groupid.
select v.fieldid, v.value
from propertyvalues v join propertygroups g on g.id = v.groupid and g.name = $1
where v.targetid = $2 and v.deleteat = 0
