-- Tiers, rounds and escalation of dispatch; what an agent's record says; terms of a contract that dispatch follows.
ALTER TABLE offers ADD COLUMN round INTEGER NOT NULL DEFAULT 1;
-- Empty for an offer that a person made by hand.
ALTER TABLE offers ADD COLUMN tier TEXT;
ALTER TABLE offers ADD COLUMN answer_minutes INTEGER NOT NULL DEFAULT 30;
-- The message that carries the offer; one message may carry several.
ALTER TABLE offers ADD COLUMN message_id TEXT;
-- How and when the agent lost an accepted job: release or reassign.
ALTER TABLE offers ADD COLUMN lost_by TEXT;
ALTER TABLE offers ADD COLUMN lost_at BIGINT;
UPDATE offers SET tier = CASE WHEN is_direct THEN 'direct' ELSE 'ranked' END;
UPDATE offers SET message_id = (SELECT id FROM messages WHERE kind = 'offer_sent' AND offer_id = offers.id);
CREATE INDEX offers_message ON offers (message_id);
ALTER TABLE decisions ADD COLUMN tier TEXT;
-- Where a job stands in the order of tiers and in the chain of escalation; its id is the job's.
CREATE TABLE dispatch_rounds (
    id TEXT PRIMARY KEY NOT NULL REFERENCES jobs (id),
    round INTEGER NOT NULL,
    policy TEXT NOT NULL,
    tier INTEGER NOT NULL,
    tier_waves INTEGER NOT NULL,
    steps INTEGER NOT NULL,
    escalate_at BIGINT,
    task_id TEXT REFERENCES tasks (id),
    version INTEGER NOT NULL
);
CREATE INDEX dispatch_rounds_due ON dispatch_rounds (escalate_at);
-- Counts over the last 90 days, made anew by a tick; the skill is empty for all of an agent's work.
CREATE TABLE agent_figures (
    agent_id TEXT NOT NULL REFERENCES agents (id),
    skill TEXT NOT NULL,
    repairs BIGINT NOT NULL,
    fixed BIGINT NOT NULL,
    completed BIGINT NOT NULL,
    repeats BIGINT NOT NULL,
    offers BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    answer_s BIGINT NOT NULL,
    received_warranty BIGINT NOT NULL,
    received_paid BIGINT NOT NULL,
    PRIMARY KEY (agent_id, skill)
);
-- What a contract says of offers; no row means that every offer is asked and the policy's minutes hold.
CREATE TABLE agent_offer_terms (
    id TEXT PRIMARY KEY NOT NULL REFERENCES agents (id),
    auto_accepts BOOLEAN NOT NULL,
    answer_minutes INTEGER,
    version INTEGER NOT NULL
);
-- Policies of the first form cannot be read any more; the next start stores the new ones.
UPDATE policies SET is_current = FALSE WHERE kind = 'dispatch';
