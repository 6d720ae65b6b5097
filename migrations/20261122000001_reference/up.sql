-- What every installation knows from the first start: places, days, reasons, policies.
CREATE TABLE provinces (
    code TEXT PRIMARY KEY NOT NULL,
    name_en TEXT NOT NULL,
    name_fa TEXT NOT NULL
);
CREATE TABLE places (
    code TEXT PRIMARY KEY NOT NULL,
    name_en TEXT NOT NULL,
    name_fa TEXT NOT NULL,
    key_en TEXT NOT NULL,
    key_fa TEXT NOT NULL,
    province TEXT NOT NULL REFERENCES provinces (code),
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    population INTEGER NOT NULL
);
CREATE INDEX places_key_en ON places (key_en);
CREATE INDEX places_key_fa ON places (key_fa);
CREATE TABLE holidays (
    day TEXT NOT NULL,
    province TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_fa TEXT NOT NULL,
    estimated BOOLEAN NOT NULL,
    PRIMARY KEY (day, province)
);
CREATE TABLE reasons (
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    owner TEXT NOT NULL,
    pauses_sla BOOLEAN NOT NULL,
    digit INTEGER,
    PRIMARY KEY (kind, code)
);
CREATE TABLE policies (
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    spec TEXT NOT NULL,
    is_current BOOLEAN NOT NULL,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (kind, code, version)
);
CREATE TABLE settings (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
-- Numbers are handed out to nodes in blocks, so that a reference costs no write of its own.
CREATE TABLE counters (
    name TEXT PRIMARY KEY NOT NULL,
    next BIGINT NOT NULL
);
