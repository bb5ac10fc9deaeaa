-- How the rights of further copies stand to those of the active one.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

CREATE TABLE IF NOT EXISTS copy_rights (
    container_id      BIGINT       NOT NULL REFERENCES container (id) ON DELETE CASCADE,
    location_id       VARCHAR(64)  NOT NULL,
    against_id        VARCHAR(64)  NOT NULL,
    -- a word of RightsComparison.Word
    word              VARCHAR(16)  NOT NULL,
    at                TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- how many were read and differ
    differences       BIGINT       NOT NULL,
    -- words of RightsDifference.What, with commas
    what              VARCHAR(200) NOT NULL,
    PRIMARY KEY (container_id, location_id)
);
CREATE INDEX IF NOT EXISTS copy_rights_by_word ON copy_rights (word, location_id);
