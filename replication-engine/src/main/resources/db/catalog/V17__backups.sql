-- What is known of backup repositories, and what was backed up when. The repositories never depend on it: all that is told of snapshots here can be
-- read from them anew. Times are UTC, sizes are bytes, file times are FILETIME values as the server gave them.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

-- A container in a snapshot: what somebody can go back to. Kept by the container's key, for one that left the list can be restored all the same.
CREATE TABLE IF NOT EXISTS restore_point (
    repository_id     VARCHAR(64)  NOT NULL,
    snapshot_id       VARCHAR(36)  NOT NULL,
    -- its place in the snapshot
    place             INTEGER      NOT NULL,
    container_key     VARCHAR(64)  NOT NULL,
    set_id            VARCHAR(64)  NOT NULL,
    kind              VARCHAR(16)  NOT NULL,
    sid               VARCHAR(200) NOT NULL,
    base_name         VARCHAR(500) NOT NULL,
    location          VARCHAR(500) NOT NULL,
    path              VARCHAR(4000) NOT NULL,
    -- of what it shows
    moment            TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- of the snapshot, by the clock of the repository's storage
    made              TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- read from a snapshot of the storage rather than from the container itself
    of_storage        BOOLEAN      NOT NULL,
    written           BIGINT       NOT NULL,
    file_bytes        BIGINT       NOT NULL,
    pinned            BOOLEAN      NOT NULL,
    -- when it is forgotten; null if nobody decided so
    goes_at           TIMESTAMP(6) WITH TIME ZONE,
    PRIMARY KEY (repository_id, snapshot_id, place)
);
CREATE INDEX IF NOT EXISTS restore_point_by_container ON restore_point (container_key, moment);
CREATE INDEX IF NOT EXISTS restore_point_by_sid       ON restore_point (sid, moment);

-- When what a repository has was last taken over into restore_point.
CREATE TABLE IF NOT EXISTS repository_state (
    repository_id     VARCHAR(64)  PRIMARY KEY,
    uuid              VARCHAR(36)  NOT NULL,
    read_at           TIMESTAMP(6) WITH TIME ZONE,
    -- why not, in a sentence, and since when; empty and null if it could be read
    problem           VARCHAR(2000) NOT NULL,
    problem_since     TIMESTAMP(6) WITH TIME ZONE
);
