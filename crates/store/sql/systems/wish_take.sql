-- Takes what people ask administrators for, to tell them of it; a row per person and feature. Reads the small table.
delete from notifyadmin where trial = $1 returning userid, createat, requiredplan, requiredfeature, trial
