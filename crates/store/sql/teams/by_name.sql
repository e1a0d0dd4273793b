-- One team by its name, archived ones too. Unique: teams_name_key.
select id, createat, updateat, deleteat, displayname, name, description, email, type::text, companyname,
    alloweddomains, inviteid, allowopeninvite, lastteamiconupdate, schemeid, groupconstrained, cloudlimitsarchived
from teams where name = $1
