-- Why a request goes before others, or waits: the code of a reason.
ALTER TABLE service_requests ADD COLUMN priority_reason TEXT;
