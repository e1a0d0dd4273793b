-- All memberships of a user, former ones too, with the scheme of the team. Index idx_teammembers_user_id.
select m.teamid, m.userid, m.roles, m.deleteat, m.schemeguest, m.schemeuser, m.schemeadmin, m.createat, t.schemeid
from teammembers m join teams t on t.id = m.teamid
where m.userid = $1
order by m.teamid
