-- A group of properties, unless there is one of the name.
insert into propertygroups (id, name) values ($1, $2) on conflict (name) do nothing
