-- What the owner of a task should hear of: the last thing that happened to it, when, and by whom.
ALTER TABLE tasks ADD COLUMN news TEXT;
ALTER TABLE tasks ADD COLUMN news_at BIGINT;
ALTER TABLE tasks ADD COLUMN news_by TEXT;
CREATE INDEX tasks_news ON tasks (news_at);
-- Until when a person has read the bell.
CREATE TABLE bells (
    user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id),
    seen_at BIGINT NOT NULL
);
-- Browsers that may be woken, each with the keys that only it can read with (RFC 8291).
CREATE TABLE push_subscriptions (
    id TEXT PRIMARY KEY NOT NULL,
    recipient_kind TEXT NOT NULL,
    recipient_id TEXT NOT NULL,
    -- The address at the push service: whoever knows it can write there, so it is never shown.
    endpoint TEXT NOT NULL UNIQUE,
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX push_subscriptions_recipient ON push_subscriptions (recipient_kind, recipient_id);
-- The message that this one says once more by another way: it carries the offers.
ALTER TABLE messages ADD COLUMN copy_of TEXT;
