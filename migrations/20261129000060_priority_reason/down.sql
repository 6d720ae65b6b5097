ALTER TABLE service_requests DROP COLUMN priority_reason;
