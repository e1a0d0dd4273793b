-- Teams by name, archived ones too, as teams/get.sql. Unique: teams_name_key.
select id, createat, updateat, deleteat, displayname, name, description, email, type::text, companyname,
    alloweddomains, inviteid, allowopeninvite, lastteamiconupdate, schemeid, groupconstrained, cloudlimitsarchived
from teams where name = any($1)
