-- One team, deleted ones too. Primary key.
select id, createat, updateat, deleteat, displayname, name, description, email, type::text, companyname,
    alloweddomains, inviteid, allowopeninvite, lastteamiconupdate, schemeid, groupconstrained, cloudlimitsarchived
from teams where id = $1
