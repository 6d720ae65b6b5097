-- What a caller can check or do at once about a fault, in the order in which it is said.
CREATE TABLE first_aid (
    fault TEXT NOT NULL REFERENCES faults (code),
    position INTEGER NOT NULL,
    step_en TEXT NOT NULL,
    step_fa TEXT NOT NULL,
    is_safety BOOLEAN NOT NULL,
    is_used BOOLEAN NOT NULL,
    PRIMARY KEY (fault, position)
);
