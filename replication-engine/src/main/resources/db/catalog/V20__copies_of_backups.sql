-- Copies of backups in a second repository, what is wrong with whole repositories, and how much of each container was rewritten each night.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

INSERT INTO backup_lease (name, run_id, node, beat_at)
    SELECT 'COPY', NULL, '', TIMESTAMP WITH TIME ZONE '2000-01-01 00:00:00+00:00'
    WHERE NOT EXISTS (SELECT 1 FROM backup_lease WHERE name = 'COPY');

-- Backups that a run of copies is to copy, and did; over its restarts. 0 for other kinds of care.
ALTER TABLE care_run ADD COLUMN IF NOT EXISTS pieces      BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE care_run ADD COLUMN IF NOT EXISTS pieces_done BIGINT DEFAULT 0 NOT NULL;

-- A finding is about a container, a location, or a repository: then container_id is null and location_id is empty.
ALTER TABLE finding ADD COLUMN IF NOT EXISTS repository_id VARCHAR(64) DEFAULT '' NOT NULL;

-- What was seen of a repository's keys, when it was looked at last; null if it never was.
ALTER TABLE repository_state ADD COLUMN IF NOT EXISTS looked_at      TIMESTAMP(6) WITH TIME ZONE;
ALTER TABLE repository_state ADD COLUMN IF NOT EXISTS recovery_keys  INTEGER DEFAULT 0 NOT NULL;
-- the latest of its recovery keys, or when the first was made
ALTER TABLE repository_state ADD COLUMN IF NOT EXISTS proved_at      TIMESTAMP(6) WITH TIME ZONE;

-- Room of the volumes that repositories lie on, by the last look of each day.
CREATE TABLE IF NOT EXISTS repository_room (
    repository_id     VARCHAR(64)  NOT NULL,
    on_day            DATE         NOT NULL,
    total_bytes       BIGINT       NOT NULL,
    free_bytes        BIGINT       NOT NULL,
    PRIMARY KEY (repository_id, on_day)
);

-- What each backup of a container found new, kept for some weeks: what is usual for it is told from these.
CREATE TABLE IF NOT EXISTS container_night (
    container_key     VARCHAR(64)  NOT NULL,
    at                TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    repository_id     VARCHAR(64)  NOT NULL,
    -- what is kept of it; what of that the repository did not have; and how much that takes there
    live_bytes        BIGINT       NOT NULL,
    new_bytes         BIGINT       NOT NULL,
    stored_bytes      BIGINT       NOT NULL,
    PRIMARY KEY (container_key, at)
);

-- Much of a container was rewritten at once. One row until a person released the hold; then it stays with its end, until the next.
CREATE TABLE IF NOT EXISTS container_alarm (
    container_key     VARCHAR(64)  PRIMARY KEY,
    repository_id     VARCHAR(64)  NOT NULL,
    at                TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- SHARE or CONTENT
    why               VARCHAR(16)  NOT NULL,
    rewritten_bytes   BIGINT       NOT NULL,
    live_bytes        BIGINT       NOT NULL,
    -- the last backup before; empty and null if there is none
    snapshot_id       VARCHAR(36)  NOT NULL,
    before_at         TIMESTAMP(6) WITH TIME ZONE,
    -- that backup is pinned and the container on hold, in the repository
    held              BOOLEAN      NOT NULL,
    settled_at        TIMESTAMP(6) WITH TIME ZONE
);
