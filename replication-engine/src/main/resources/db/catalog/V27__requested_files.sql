-- A request may want files: how much that was when it was asked, and where the files were put. No file is named in these.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

ALTER TABLE restore_request ADD COLUMN IF NOT EXISTS wished_files BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE restore_request ADD COLUMN IF NOT EXISTS wished_folders BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE restore_request ADD COLUMN IF NOT EXISTS wished_bytes BIGINT DEFAULT 0 NOT NULL;
-- as people reach it; empty where nothing was put anywhere
ALTER TABLE restore_request ADD COLUMN IF NOT EXISTS put_where VARCHAR(2000) DEFAULT '' NOT NULL;
