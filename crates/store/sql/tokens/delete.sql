-- Uses a short-lived token up: whoever deletes the row has it. Primary key.
delete from tokens where token = $1
