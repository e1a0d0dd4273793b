-- $1: one object of names and values. A value that is there stays.
insert into public.systems (name, value)
select key, value from jsonb_each_text($1::jsonb)
on conflict do nothing
