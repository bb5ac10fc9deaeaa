-- What containers said at their last backups, so that whoever needs to know that reads none of it again: a compaction compares the new file with it.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

-- One row for each copy that was backed up as it lay there. What it says holds for that very state of the file, and for no other.
CREATE TABLE IF NOT EXISTS container_content (
    container_key     VARCHAR(64)  NOT NULL,
    location_id       VARCHAR(64)  NOT NULL,
    path              VARCHAR(4000) NOT NULL,
    -- the state: as the server told of the file, FILETIME values and its number; 0 where the server does not say
    file_bytes        BIGINT       NOT NULL,
    written           BIGINT       NOT NULL,
    changed           BIGINT       NOT NULL,
    file_id           BIGINT       NOT NULL,
    -- and a digest of the disk's headers
    stamp             VARCHAR(64)  NOT NULL,
    -- by which the content map was made, and its root
    rules             VARCHAR(200) NOT NULL,
    root              VARCHAR(64)  NOT NULL,
    found_at          TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (container_key, location_id)
);
