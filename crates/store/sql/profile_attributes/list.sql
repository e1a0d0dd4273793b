-- The live fields of a group; there are few. Index idx_propertyfields_unique.
select f.id, f.groupid, f.name, f.type::text, f.targetid, f.targettype, f.createat, f.updateat, f.deleteat, f.attrs
from propertyfields f join propertygroups g on g.id = f.groupid and g.name = $1
where f.deleteat = 0 order by f.createat, f.id
