-- Who of us holds a container, so that no two nodes do, and so that what a dead node left open can be ended. Times are UTC.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

CREATE TABLE IF NOT EXISTS container_lease (
    container_id      BIGINT       PRIMARY KEY,
    -- of this very lease: whoever changes the row names it
    token             VARCHAR(36)  NOT NULL,
    node              VARCHAR(300) NOT NULL,
    initiator         VARCHAR(16)  NOT NULL,
    actor             VARCHAR(500) NOT NULL,
    purpose           VARCHAR(500) NOT NULL,
    taken_at          TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- long ago for a lease that ended without its handles being known closed
    beat_at           TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- one line per SMB session that may hold handles: its number, a tab, the location
    sessions          VARCHAR(20000) NOT NULL,
    -- a person who waits for a job to let go, and gets the row when it does
    wanted_token      VARCHAR(36),
    wanted_node       VARCHAR(300),
    wanted_actor      VARCHAR(500),
    wanted_purpose    VARCHAR(500)
);
CREATE INDEX IF NOT EXISTS container_lease_by_node ON container_lease (node);
