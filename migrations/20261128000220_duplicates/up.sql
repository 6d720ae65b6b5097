-- The request that this one says again: never itself a duplicate.
ALTER TABLE service_requests ADD COLUMN duplicate_of TEXT;
CREATE INDEX service_requests_duplicates ON service_requests (duplicate_of) WHERE duplicate_of IS NOT NULL;
