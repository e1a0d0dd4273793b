-- A page of the teams that have a scheme, by name. Index idx_teams_scheme_id.
select id, createat, updateat, deleteat, displayname, name, description, email, type::text, companyname,
    alloweddomains, inviteid, allowopeninvite, lastteamiconupdate, schemeid, groupconstrained, cloudlimitsarchived
from teams where schemeid = $1 order by displayname, id limit $2 offset $3
