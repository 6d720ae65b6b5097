-- Which reasons people may still give. One without a row is given; the reasons themselves come with the product and stay.
CREATE TABLE reason_switches (
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    is_active BOOLEAN NOT NULL,
    PRIMARY KEY (kind, code)
);
