-- Appliances, what breaks in them, and what it takes to mend it.
CREATE TABLE skills (
    code TEXT PRIMARY KEY NOT NULL,
    name_en TEXT NOT NULL,
    name_fa TEXT NOT NULL
);
CREATE TABLE equipment (
    code TEXT PRIMARY KEY NOT NULL,
    name_en TEXT NOT NULL,
    name_fa TEXT NOT NULL
);
CREATE TABLE brands (
    code TEXT PRIMARY KEY NOT NULL,
    name_en TEXT NOT NULL,
    name_fa TEXT NOT NULL
);
CREATE TABLE categories (
    code TEXT PRIMARY KEY NOT NULL,
    name_en TEXT NOT NULL,
    name_fa TEXT NOT NULL,
    skill TEXT NOT NULL REFERENCES skills (code),
    default_duration_s INTEGER NOT NULL
);
CREATE TABLE product_models (
    code TEXT PRIMARY KEY NOT NULL,
    brand TEXT NOT NULL REFERENCES brands (code),
    category TEXT NOT NULL REFERENCES categories (code),
    name_en TEXT NOT NULL,
    name_fa TEXT NOT NULL,
    serial_pattern TEXT
);
CREATE TABLE faults (
    code TEXT PRIMARY KEY NOT NULL,
    category TEXT NOT NULL REFERENCES categories (code),
    fault_group TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_fa TEXT NOT NULL,
    duration_s INTEGER NOT NULL,
    skill TEXT NOT NULL REFERENCES skills (code),
    skill_level INTEGER NOT NULL,
    equipment TEXT NOT NULL
);
