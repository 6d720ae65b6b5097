-- Every attempt to hand a message to a gateway, and what the gateway reported of it afterwards.
CREATE TABLE message_attempts (
    id TEXT PRIMARY KEY NOT NULL,
    message_id TEXT NOT NULL REFERENCES messages (id),
    gateway TEXT NOT NULL,
    -- The number or name that it was sent from; empty where the gateway chose.
    line TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- taken, later, unclear, elsewhere or never.
    outcome TEXT NOT NULL,
    -- The gateway's own reference.
    reference TEXT,
    parts INTEGER,
    -- In the unit of the gateway's settings.
    cost BIGINT,
    -- What the gateway said, without address or text.
    said TEXT,
    -- pending, delivered, undelivered, blocked or unknown; none until the gateway reports.
    fate TEXT,
    fate_at BIGINT,
    -- When the gateway is asked next; none when it calls us, or when there is nothing left to ask.
    poll_at BIGINT
);
CREATE INDEX message_attempts_message ON message_attempts (message_id, at);
CREATE INDEX message_attempts_reference ON message_attempts (gateway, reference);
CREATE INDEX message_attempts_spent ON message_attempts (gateway, at);
CREATE INDEX message_attempts_poll ON message_attempts (poll_at);
-- Attempts whose answer was lost: each may have made a double.
ALTER TABLE messages ADD COLUMN unclear INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN cost BIGINT;
-- When the next way takes over if it has not arrived by then, and how many ways have taken over.
ALTER TABLE messages ADD COLUMN follow_at BIGINT;
ALTER TABLE messages ADD COLUMN followed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX messages_follow ON messages (follow_at);
