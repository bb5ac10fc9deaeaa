-- How large a repository was, night by night, and who can open it. Copied from it at the end of jobs, so that no page has to wait for its storage; it never
-- depends on it. Times are UTC, sizes are bytes. Every statement can be run twice.

-- What of its disk counts in this backup; null if that was not read yet.
ALTER TABLE restore_point ADD COLUMN IF NOT EXISTS live_bytes BIGINT;

-- One for each day on which something was done for it; the last of the day.
CREATE TABLE IF NOT EXISTS repository_measure (
    repository_id     VARCHAR(64)  NOT NULL,
    -- days since 1970-01-01, UTC
    epoch_day         BIGINT       NOT NULL,
    taken_at          TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- of all its files
    stored_bytes      BIGINT       NOT NULL,
    -- of all points, each counted as if it were alone; those of which it is not known are counted apart
    live_bytes        BIGINT       NOT NULL,
    live_unknown      BIGINT       NOT NULL,
    points            BIGINT       NOT NULL,
    containers        BIGINT       NOT NULL,
    people            BIGINT       NOT NULL,
    newest            TIMESTAMP(6) WITH TIME ZONE,
    oldest            TIMESTAMP(6) WITH TIME ZONE,
    PRIMARY KEY (repository_id, epoch_day)
);

-- Who can open it; nothing that opens it.
CREATE TABLE IF NOT EXISTS repository_key (
    repository_id     VARCHAR(64)  NOT NULL,
    key_id            VARCHAR(64)  NOT NULL,
    kind              VARCHAR(16)  NOT NULL,
    label             VARCHAR(500) NOT NULL,
    created_at        TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- when somebody showed last that they have it; null if nobody did yet
    proved_at         TIMESTAMP(6) WITH TIME ZONE,
    PRIMARY KEY (repository_id, key_id)
);
