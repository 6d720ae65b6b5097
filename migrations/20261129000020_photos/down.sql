DROP INDEX attachments_same;
ALTER TABLE attachments DROP COLUMN added_by_kind;
