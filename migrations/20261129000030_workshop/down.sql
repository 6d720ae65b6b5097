DROP TABLE unit_passings;
DROP TABLE workshop_units;
