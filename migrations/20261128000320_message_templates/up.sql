-- The administrator's own texts of messages, version by version; the newest counts.
CREATE TABLE message_templates (
    -- Key of the message that it stands for, such as sms-offer-sent.
    key TEXT NOT NULL,
    language TEXT NOT NULL,
    version INTEGER NOT NULL,
    -- In the syntax of the message files; none: the text that came with the product again.
    body TEXT,
    created_at BIGINT NOT NULL,
    created_by TEXT,
    PRIMARY KEY (key, language, version)
);
