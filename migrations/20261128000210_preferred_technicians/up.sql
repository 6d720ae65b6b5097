-- Technicians whom a customer asked for: dispatch gives them points, and no rule gives way for them.
CREATE TABLE customer_preferred_technicians (
    customer_id TEXT NOT NULL REFERENCES customers (id),
    technician_id TEXT NOT NULL REFERENCES technicians (id),
    noted_by TEXT,
    noted_at BIGINT NOT NULL,
    PRIMARY KEY (customer_id, technician_id)
);
