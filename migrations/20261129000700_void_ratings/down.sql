ALTER TABLE ratings DROP COLUMN is_void;
