-- Says on the primary which timeline it writes, so that replicas tell it too. At most one row; nothing when it is known.
insert into roost.timelines (name) values ($1) on conflict (name) do nothing
