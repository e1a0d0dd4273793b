-- Facts about the installation: some eighty small rows, read once at start.
select name, value from systems
