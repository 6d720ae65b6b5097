DROP INDEX attachments_blob;
DROP TABLE technician_portraits;
