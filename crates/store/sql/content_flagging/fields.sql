-- The fields of a report; a dozen. Index idx_propertyfields_unique.
select f.id, f.groupid, f.name, f.type::text, f.attrs, f.targetid, f.targettype, f.createat, f.updateat, f.deleteat
from propertyfields f join propertygroups g on g.id = f.groupid and g.name = 'content_flagging'
where f.deleteat = 0 order by f.name
