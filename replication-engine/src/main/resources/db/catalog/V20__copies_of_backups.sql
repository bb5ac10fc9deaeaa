-- Copies of backups in a second repository, what is wrong with whole repositories, and how much of each container was rewritten each night.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

INSERT INTO backup_lease (name, run_id, node, beat_at)
    SELECT 'COPY', NULL, '', TIMESTAMP WITH TIME ZONE '2000-01-01 00:00:00+00:00'
    WHERE NOT EXISTS (SELECT 1 FROM backup_lease WHERE name = 'COPY');

-- Backups that a run of copies is to copy, and did; over its restarts. 0 for other kinds of care.
ALTER TABLE care_run ADD COLUMN IF NOT EXISTS pieces      BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE care_run ADD COLUMN IF NOT EXISTS pieces_done BIGINT DEFAULT 0 NOT NULL;
