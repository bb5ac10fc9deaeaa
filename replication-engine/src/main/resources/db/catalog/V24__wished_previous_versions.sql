-- A request may go back to what a location's file server keeps by itself; empty where it goes back to a backup, or to nothing.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

ALTER TABLE restore_request ADD COLUMN IF NOT EXISTS server_location VARCHAR(64) DEFAULT '' NOT NULL;
