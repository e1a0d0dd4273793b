-- What is known about a reported post. Index idx_propertyvalues_targetid_groupid.
select v.id, v.targetid, v.targettype, v.groupid, v.fieldid, v.value, v.createat, v.updateat, v.deleteat
from propertyvalues v join propertygroups g on g.id = v.groupid and g.name = 'content_flagging'
where v.targetid = $1 and v.deleteat = 0
order by v.createat, v.id
