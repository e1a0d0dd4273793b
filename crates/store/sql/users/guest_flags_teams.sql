-- Makes every team membership of a user that of a guest ($2) or of a member. Index idx_teammembers_user_id.
update teammembers set schemeguest = $2, schemeuser = not $2, schemeadmin = case when $2 then false else schemeadmin end
where userid = $1
