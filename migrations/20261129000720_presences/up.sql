-- Which case a page of the staff shows, a row for each page that is open. page is the key that the page was written with; since is
-- when the person came to the case, seen_at the page's last sign. There is no index on seen_at, so that a sign moves no index entry.
CREATE TABLE presences (
    user_id TEXT NOT NULL REFERENCES users (id),
    page TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    since BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, page)
);
CREATE INDEX presences_subject ON presences (subject_kind, subject_id);
