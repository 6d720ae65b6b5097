-- Customers, how to reach them, where they are, what they have.
CREATE TABLE customers (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    language TEXT NOT NULL,
    segment TEXT,
    flags TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX customers_name ON customers (name_key);
-- One telephone and one folded name are one customer; the unique rule keeps two operators from making two.
CREATE TABLE phones (
    id TEXT PRIMARY KEY NOT NULL,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    number TEXT NOT NULL,
    name_key TEXT NOT NULL,
    reversed TEXT NOT NULL,
    kind TEXT NOT NULL,
    can_sms BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (number, name_key)
);
CREATE INDEX phones_customer ON phones (customer_id);
CREATE INDEX phones_reversed ON phones (reversed);
CREATE TABLE addresses (
    id TEXT PRIMARY KEY NOT NULL,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    province TEXT NOT NULL,
    place TEXT NOT NULL,
    neighbourhood TEXT,
    street TEXT,
    alley TEXT,
    number TEXT,
    floor TEXT,
    unit TEXT,
    postal_code TEXT,
    landmark TEXT,
    line TEXT,
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    precision_level TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX addresses_customer ON addresses (customer_id);
CREATE TABLE installed_products (
    id TEXT PRIMARY KEY NOT NULL,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    category TEXT NOT NULL,
    brand TEXT,
    model TEXT,
    serial TEXT,
    serial_key TEXT,
    manufactured_on TEXT,
    purchased_on TEXT,
    installed_on TEXT,
    proof_seen BOOLEAN NOT NULL,
    flags TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX installed_products_customer ON installed_products (customer_id);
CREATE INDEX installed_products_serial ON installed_products (serial_key);
CREATE TABLE contacts (
    id TEXT PRIMARY KEY NOT NULL,
    customer_id TEXT NOT NULL REFERENCES customers (id),
    request_id TEXT,
    channel TEXT NOT NULL,
    direction TEXT NOT NULL,
    class TEXT NOT NULL,
    operator_id TEXT,
    summary TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX contacts_customer ON contacts (customer_id, started_at);
