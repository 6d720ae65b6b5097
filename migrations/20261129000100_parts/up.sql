-- Parts: the catalogue, what jobs need of it, old parts that come back, stock in double entry, what agents order.
CREATE TABLE parts (
    number TEXT PRIMARY KEY NOT NULL,
    name_en TEXT NOT NULL,
    name_fa TEXT NOT NULL,
    -- Number and both names, folded, for search.
    search_key TEXT NOT NULL,
    -- Rials.
    price BIGINT NOT NULL,
    is_consumable BOOLEAN NOT NULL,
    -- The part that is delivered in its place.
    superseded_by TEXT REFERENCES parts (number)
);
CREATE INDEX parts_superseded ON parts (superseded_by);
CREATE TABLE part_models (
    part TEXT NOT NULL REFERENCES parts (number),
    model TEXT NOT NULL REFERENCES product_models (code),
    PRIMARY KEY (part, model)
);
CREATE INDEX part_models_model ON part_models (model);
-- place is where its pieces are kept while it is reserved, shipped or received; first_eta_at is the first promise.
CREATE TABLE part_lines (
    id TEXT PRIMARY KEY NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id),
    province TEXT NOT NULL,
    part TEXT NOT NULL REFERENCES parts (number),
    quantity INTEGER NOT NULL,
    state TEXT NOT NULL,
    source TEXT,
    place TEXT,
    eta_at BIGINT,
    first_eta_at BIGINT,
    tracking TEXT,
    reason TEXT,
    needed_at BIGINT NOT NULL,
    ordered_at BIGINT,
    shipped_at BIGINT,
    received_at BIGINT,
    ended_at BIGINT,
    version INTEGER NOT NULL
);
CREATE INDEX part_lines_job ON part_lines (job_id, id);
CREATE INDEX part_lines_state ON part_lines (state, needed_at);
CREATE TABLE old_parts (
    id TEXT PRIMARY KEY NOT NULL,
    line_id TEXT NOT NULL REFERENCES part_lines (id),
    job_id TEXT NOT NULL REFERENCES jobs (id),
    province TEXT NOT NULL,
    part TEXT NOT NULL REFERENCES parts (number),
    quantity INTEGER NOT NULL,
    state TEXT NOT NULL,
    agent_id TEXT REFERENCES agents (id),
    technician_id TEXT REFERENCES technicians (id),
    tracking TEXT,
    reason TEXT,
    due_at BIGINT NOT NULL,
    returned_at BIGINT,
    decided_at BIGINT,
    version INTEGER NOT NULL
);
CREATE INDEX old_parts_job ON old_parts (job_id, id);
CREATE INDEX old_parts_state ON old_parts (state, due_at);
-- A move is never changed. Places are centre, agent:ID, van:ID, transit, job:ID, supplier, scrap and difference.
CREATE TABLE stock_moves (
    id TEXT PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL,
    part TEXT NOT NULL REFERENCES parts (number),
    from_place TEXT NOT NULL,
    to_place TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    reason TEXT NOT NULL,
    job_id TEXT,
    line_id TEXT,
    order_id TEXT,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    note TEXT
);
CREATE INDEX stock_moves_part ON stock_moves (part, id);
CREATE INDEX stock_moves_job ON stock_moves (job_id) WHERE job_id IS NOT NULL;
-- The sum of the moves of a place, and how many of its pieces are kept for jobs.
CREATE TABLE stock_balances (
    place TEXT NOT NULL,
    part TEXT NOT NULL REFERENCES parts (number),
    quantity BIGINT NOT NULL,
    reserved BIGINT NOT NULL CHECK (reserved >= 0),
    PRIMARY KEY (place, part)
);
CREATE INDEX stock_balances_part ON stock_balances (part);
CREATE TABLE part_orders (
    id TEXT PRIMARY KEY NOT NULL,
    agent_id TEXT NOT NULL REFERENCES agents (id),
    province TEXT NOT NULL,
    state TEXT NOT NULL,
    eta_at BIGINT,
    tracking TEXT,
    note TEXT,
    reason TEXT,
    placed_at BIGINT NOT NULL,
    shipped_at BIGINT,
    ended_at BIGINT,
    version INTEGER NOT NULL
);
CREATE INDEX part_orders_state ON part_orders (state, placed_at);
CREATE INDEX part_orders_agent ON part_orders (agent_id, placed_at);
CREATE TABLE part_order_items (
    order_id TEXT NOT NULL REFERENCES part_orders (id),
    part TEXT NOT NULL REFERENCES parts (number),
    quantity INTEGER NOT NULL,
    PRIMARY KEY (order_id, part)
);
