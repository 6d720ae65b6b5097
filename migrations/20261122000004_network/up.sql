-- Authorized repair agents and their technicians.
CREATE TABLE agents (
    id TEXT PRIMARY KEY NOT NULL,
    code TEXT NOT NULL UNIQUE,
    name_fa TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    setting TEXT NOT NULL,
    standing TEXT NOT NULL,
    suspended_from BIGINT,
    suspended_to BIGINT,
    suspension_reason TEXT,
    phone TEXT NOT NULL,
    email TEXT,
    language TEXT NOT NULL,
    province TEXT NOT NULL REFERENCES provinces (code),
    place TEXT NOT NULL REFERENCES places (code),
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    grade TEXT NOT NULL,
    contract_from TEXT NOT NULL,
    contract_to TEXT NOT NULL,
    capacity_open INTEGER NOT NULL,
    capacity_day INTEGER NOT NULL,
    capacity_minutes_day INTEGER NOT NULL,
    brands TEXT NOT NULL,
    categories TEXT NOT NULL,
    zone TEXT NOT NULL,
    hours TEXT NOT NULL,
    commission_percent INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX agents_phone ON agents (phone);
-- Apart from agents, because every acceptance writes it and nothing else.
CREATE TABLE agent_loads (
    agent_id TEXT PRIMARY KEY NOT NULL REFERENCES agents (id),
    open_jobs INTEGER NOT NULL,
    received BIGINT NOT NULL,
    CHECK (open_jobs >= 0)
);
CREATE TABLE agent_areas (
    id TEXT PRIMARY KEY NOT NULL,
    agent_id TEXT NOT NULL REFERENCES agents (id),
    kind TEXT NOT NULL,
    geometry TEXT NOT NULL,
    radius_m DOUBLE PRECISION
);
CREATE INDEX agent_areas_agent ON agent_areas (agent_id);
CREATE TABLE technicians (
    id TEXT PRIMARY KEY NOT NULL,
    code TEXT NOT NULL UNIQUE,
    agent_id TEXT NOT NULL REFERENCES agents (id),
    name_fa TEXT NOT NULL,
    name_en TEXT NOT NULL,
    phone TEXT NOT NULL,
    language TEXT NOT NULL,
    equipment TEXT NOT NULL,
    shift TEXT,
    is_active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX technicians_agent ON technicians (agent_id);
CREATE INDEX technicians_phone ON technicians (phone);
CREATE TABLE technician_loads (
    technician_id TEXT PRIMARY KEY NOT NULL REFERENCES technicians (id),
    visits BIGINT NOT NULL
);
CREATE TABLE technician_skills (
    technician_id TEXT NOT NULL REFERENCES technicians (id),
    skill TEXT NOT NULL REFERENCES skills (code),
    level INTEGER NOT NULL,
    certified_from TEXT,
    certified_to TEXT,
    PRIMARY KEY (technician_id, skill)
);
-- A capacity kept for some minutes while an operator talks.
CREATE TABLE slot_holds (
    id TEXT PRIMARY KEY NOT NULL,
    agent_id TEXT NOT NULL REFERENCES agents (id),
    technician_id TEXT REFERENCES technicians (id),
    window_from BIGINT NOT NULL,
    window_to BIGINT NOT NULL,
    held_by TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX slot_holds_agent ON slot_holds (agent_id, expires_at);
