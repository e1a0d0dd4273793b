-- The reviewers of all teams; a handful. Primary key.
select userid from contentflaggingcommonreviewers order by userid
