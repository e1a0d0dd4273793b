-- Last statement of every writing transaction: one record, one number. The number is taken here, with all row locks
-- held, so that it rises with the order in which transactions saw one another. Between the number and its row lies the
-- storing of the body: for a large one on a busy machine long enough that a reader closes the number as a hole. The
-- record takes another number then.
with first as (
    insert into roost.log (g, member, body) values (nextval('roost.log_g'), $1, $2) on conflict (g) do nothing
    returning g),
second as (
    insert into roost.log (g, member, body)
    select nextval('roost.log_g'), $1, $2 where not exists (select from first) returning g)
select g from first union all select g from second
