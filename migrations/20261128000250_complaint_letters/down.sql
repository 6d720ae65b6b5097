ALTER TABLE complaints DROP COLUMN email;
