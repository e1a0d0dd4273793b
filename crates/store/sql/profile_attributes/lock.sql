-- A field of a group, deleted ones too, held until the transaction ends. Primary key.
select f.id, f.groupid, f.name, f.type::text, f.targetid, f.targettype, f.createat, f.updateat, f.deleteat, f.attrs
from propertyfields f join propertygroups g on g.id = f.groupid and g.name = $1
where f.id = $2 for update of f
