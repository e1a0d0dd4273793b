-- Whether a team takes part, and who reviews there.
with setting as (
    insert into contentflaggingteamsettings (teamid, enabled) values ($1, $2)
)
insert into contentflaggingteamreviewers (teamid, userid) select $1, unnest($3::text[]) on conflict do nothing
