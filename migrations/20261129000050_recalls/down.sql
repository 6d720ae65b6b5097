DROP TABLE recall_cases;
DROP TABLE recall_units;
DROP TABLE recall_notices;
DROP TABLE recalls;
