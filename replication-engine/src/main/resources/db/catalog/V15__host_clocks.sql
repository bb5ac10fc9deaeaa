-- How far a host's clock is ahead of ours, and as of when its newest report holds. Every statement can be run twice. Times are UTC.

CREATE TABLE IF NOT EXISTS host_clock (
    host_key          VARCHAR(255) PRIMARY KEY,
    -- the most that was measured lately, in milliseconds; never negative
    ahead             BIGINT       NOT NULL,
    -- since when all reports measure a minute less, or more than that; null if the last did not
    less_since        TIMESTAMP(6) WITH TIME ZONE
);

-- by our clock
ALTER TABLE host_report ADD COLUMN IF NOT EXISTS as_of TIMESTAMP(6) WITH TIME ZONE;
