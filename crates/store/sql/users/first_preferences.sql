-- The preferences that a new account starts with.
insert into preferences (userid, category, name, value)
values ($1, 'recommended_next_steps', 'hide', 'false'), ($1, 'system_notice', 'GMasDM', 'true'),
    ($1, 'tutorial_step', $1, '0')
