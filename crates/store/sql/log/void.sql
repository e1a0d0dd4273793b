-- Closes holes. Waits for an open holder of a number, loses if it commits, wins if it aborts.
insert into roost.log (g, void) select n, true from generate_series($1::bigint, $2::bigint) n on conflict (g) do nothing
