-- The live team with this invitation. Index idx_teams_invite_id.
select id from teams where inviteid = $1 and deleteat = 0
