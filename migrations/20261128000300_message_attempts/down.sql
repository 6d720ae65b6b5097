DROP INDEX messages_follow;
ALTER TABLE messages DROP COLUMN followed;
ALTER TABLE messages DROP COLUMN follow_at;
ALTER TABLE messages DROP COLUMN cost;
ALTER TABLE messages DROP COLUMN unclear;
DROP TABLE message_attempts;
