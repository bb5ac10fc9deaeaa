-- What was taken out of a repository by somebody else than ProfileKeep. Times are UTC. Every statement can be run twice: H2 commits each by itself,
-- and a process may be killed between two of them.

-- Files of decisions that protect something, as they were seen last; snapshots are known by restore_point.
CREATE TABLE IF NOT EXISTS repository_decision (
    repository_id     VARCHAR(64)  NOT NULL,
    file_id           VARCHAR(36)  NOT NULL,
    -- PIN or HOLD; REVOKE takes back that something is forgotten
    kind              VARCHAR(16)  NOT NULL,
    -- empty for all of a container
    snapshot_id       VARCHAR(36)  NOT NULL,
    -- empty for all of a snapshot
    container_key     VARCHAR(64)  NOT NULL,
    -- that a REVOKE takes back, otherwise empty
    forget_id         VARCHAR(36)  NOT NULL,
    made              TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (repository_id, file_id)
);

-- Files that are gone though nothing allowed it, with whom each concerns: until they are back, or somebody accepts the finding.
CREATE TABLE IF NOT EXISTS repository_removed (
    repository_id     VARCHAR(64)  NOT NULL,
    file_id           VARCHAR(36)  NOT NULL,
    -- SNAPSHOT, PIN, HOLD or REVOKE
    kind              VARCHAR(16)  NOT NULL,
    container_key     VARCHAR(64)  NOT NULL,
    -- empty if it is not known
    base_name         VARCHAR(500) NOT NULL,
    -- of the backup, or when it was decided
    moment            TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- when that was noticed
    gone_at           TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (repository_id, file_id, container_key)
);
