-- Who timed the ways of a decision's candidates; those before were all timed over the great circle.
ALTER TABLE decisions ADD COLUMN travel_source TEXT NOT NULL DEFAULT 'great_circle';
