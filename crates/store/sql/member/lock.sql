-- Makes changes of the membership follow one another. One row.
update roost.cluster set counter = counter + 1 returning counter
