ALTER TABLE messages DROP COLUMN copy_of;
DROP TABLE push_subscriptions;
DROP TABLE bells;
DROP INDEX tasks_news;
ALTER TABLE tasks DROP COLUMN news_by;
ALTER TABLE tasks DROP COLUMN news_at;
ALTER TABLE tasks DROP COLUMN news;
