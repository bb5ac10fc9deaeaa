-- Copies that ProfileKeep carries to other sites, and which site of a set is the one that people work at. Times are UTC.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

-- The site of a set from which copies are carried. Of a set without a row nothing was carried yet.
CREATE TABLE IF NOT EXISTS active_site (
    set_id            VARCHAR(64)  NOT NULL PRIMARY KEY,
    site_id           VARCHAR(64)  NOT NULL,
    -- one more with each change of the site
    epoch             BIGINT       NOT NULL,
    since             TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    changed_by        VARCHAR(500) NOT NULL,
    reason            VARCHAR(2000) NOT NULL
);

-- The state in which two copies of a container said the same, as was proved. Not bound to the container, which may be gone when somebody reads it.
CREATE TABLE IF NOT EXISTS replica_agreement (
    container_id      BIGINT       NOT NULL,
    from_location     VARCHAR(64)  NOT NULL,
    to_location       VARCHAR(64)  NOT NULL,
    -- AGREED: it is so; INTENDED: it is so if the swap that had begun then came to its end
    stage             VARCHAR(8)   NOT NULL,
    -- of the content map of both
    root              VARCHAR(64)  NOT NULL,
    -- both files then, as their servers told: FILETIME values and numbers of files, 0 where the server does not say; and a digest of the disk's headers
    source_bytes      BIGINT       NOT NULL,
    source_written    BIGINT       NOT NULL,
    source_changed    BIGINT       NOT NULL,
    source_file       BIGINT       NOT NULL,
    source_stamp      VARCHAR(64)  NOT NULL,
    target_bytes      BIGINT       NOT NULL,
    target_written    BIGINT       NOT NULL,
    target_changed    BIGINT       NOT NULL,
    target_file       BIGINT       NOT NULL,
    target_stamp      VARCHAR(64)  NOT NULL,
    agreed_at         TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- when both were last read whole for the proof
    full_at           TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (container_id, from_location, to_location, stage)
);
