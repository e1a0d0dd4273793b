-- One team, taken until the transaction ends: changes of the team and of its members wait for one another. Primary key.
select id, createat, updateat, deleteat, displayname, name, description, email, type::text, companyname,
    alloweddomains, inviteid, allowopeninvite, lastteamiconupdate, schemeid, groupconstrained, cloudlimitsarchived
from teams where id = $1 for no key update
