-- Reviewers of all teams.
insert into contentflaggingcommonreviewers (userid) select unnest($1::text[]) on conflict do nothing
