DROP INDEX service_requests_duplicates;
ALTER TABLE service_requests DROP COLUMN duplicate_of;
