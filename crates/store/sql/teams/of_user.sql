-- The live teams that a user is in. Indexes idx_teammembers_user_id, primary key.
select t.id, t.createat, t.updateat, t.deleteat, t.displayname, t.name, t.description, t.email, t.type::text,
    t.companyname, t.alloweddomains, t.inviteid, t.allowopeninvite, t.lastteamiconupdate, t.schemeid,
    t.groupconstrained, t.cloudlimitsarchived
from teammembers m join teams t on t.id = m.teamid
where m.userid = $1 and m.deleteat = 0 and t.deleteat = 0
