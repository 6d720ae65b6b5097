-- What strangers asked about where a request stands. ticket is the SHA-256 of what their browser holds; the code is an HMAC of id
-- and kept nowhere. A row without a request is one to which no code was sent, and looks the same from outside.
-- nth counts the codes that a telephone was sent on a day.
CREATE TABLE status_asks (
    id TEXT PRIMARY KEY NOT NULL,
    ticket TEXT NOT NULL,
    request_id TEXT REFERENCES service_requests (id),
    phone TEXT,
    day TEXT,
    nth INTEGER,
    tries INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    version INTEGER NOT NULL
);
CREATE UNIQUE INDEX status_asks_ticket ON status_asks (ticket);
CREATE UNIQUE INDEX status_asks_nth ON status_asks (phone, day, nth);
CREATE INDEX status_asks_created ON status_asks (created_at);
