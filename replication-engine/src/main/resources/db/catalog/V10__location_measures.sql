-- How full the volume of a location is and how quickly its server answers, measured by each inventory.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

CREATE TABLE IF NOT EXISTS location_measure (
    location_id       VARCHAR(64)  NOT NULL REFERENCES location (id),
    at                TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- -1 where the server does not tell
    total_bytes       BIGINT       NOT NULL,
    free_bytes        BIGINT       NOT NULL,
    -- the median of several small requests; -1 for a local folder
    round_trip_nanos  BIGINT       NOT NULL,
    -- nobody asked for it in person: nights make the baseline
    by_schedule       BOOLEAN      NOT NULL,
    PRIMARY KEY (location_id, at)
);
