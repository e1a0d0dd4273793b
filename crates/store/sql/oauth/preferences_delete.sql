-- That people let an application act for them, and says who they were. Index idx_preferences_name.
delete from preferences where category = 'oauth_app' and name = $1 returning userid
