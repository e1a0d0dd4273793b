-- One team by its invitation, archived ones too. Index idx_teams_invite_id.
select id, createat, updateat, deleteat, displayname, name, description, email, type::text, companyname,
    alloweddomains, inviteid, allowopeninvite, lastteamiconupdate, schemeid, groupconstrained, cloudlimitsarchived
from teams where inviteid = $1 and $1 <> '' limit 1
