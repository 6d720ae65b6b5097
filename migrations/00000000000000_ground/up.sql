CREATE TABLE nodes (
    id TEXT PRIMARY KEY,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);

CREATE TABLE ticks (
    name TEXT NOT NULL,
    slot BIGINT NOT NULL,
    node TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (name, slot)
);

CREATE INDEX ticks_by_slot ON ticks (slot);
