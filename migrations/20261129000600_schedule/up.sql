-- The visits of a technician from some day on, however long the past is.
CREATE INDEX visits_technician_ends ON visits (technician_id, window_to);
