ALTER TABLE installed_products DROP COLUMN label;
