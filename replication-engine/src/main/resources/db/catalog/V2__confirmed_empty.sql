-- When an administrator said that a location was emptied on purpose; null once an inventory has gone by it.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.
ALTER TABLE location ADD COLUMN IF NOT EXISTS empty_confirmed TIMESTAMP(6) WITH TIME ZONE;
