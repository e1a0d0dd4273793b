-- Everything that is set about reviewers goes, before it is written anew. Whole tables; they are small.
with common as (delete from contentflaggingcommonreviewers), teams as (delete from contentflaggingteamsettings)
delete from contentflaggingteamreviewers
