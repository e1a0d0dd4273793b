-- A plan made while the tables were empty must not be kept while they fill. Ends with the transaction.
select set_config('plan_cache_mode', 'force_custom_plan', true)
