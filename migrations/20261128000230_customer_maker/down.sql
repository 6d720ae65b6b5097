ALTER TABLE customers DROP COLUMN created_by;
