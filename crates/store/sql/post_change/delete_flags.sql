-- Nobody has a deleted post saved. Index idx_preferences_name.
delete from preferences where category = 'flagged_post' and name = $1 returning userid
