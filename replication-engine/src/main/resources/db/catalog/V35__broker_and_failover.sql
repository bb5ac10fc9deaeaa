-- The simulated broker of virtual desktops, and plans by which people go to another site. Times are UTC.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

CREATE TABLE IF NOT EXISTS broker_pool (
    id                VARCHAR(200) NOT NULL PRIMARY KEY,
    name              VARCHAR(500) NOT NULL,
    site_id           VARCHAR(64)  NOT NULL,
    -- ACTIVE_ACTIVE, ACTIVE_PASSIVE, PERSONAL
    model             VARCHAR(16)  NOT NULL
);
CREATE TABLE IF NOT EXISTS broker_host (
    name              VARCHAR(255) NOT NULL PRIMARY KEY,
    pool_id           VARCHAR(200) NOT NULL,
    -- OFF, ON
    power             VARCHAR(8)   NOT NULL,
    -- takes no new sessions
    drained           BOOLEAN      NOT NULL
);
CREATE INDEX IF NOT EXISTS broker_host_by_pool ON broker_host (pool_id);
CREATE TABLE IF NOT EXISTS broker_application_group (
    id                VARCHAR(200) NOT NULL PRIMARY KEY,
    name              VARCHAR(500) NOT NULL,
    pool_id           VARCHAR(200) NOT NULL
);
-- Which group of people, or which person by SID, may use an application group.
CREATE TABLE IF NOT EXISTS broker_assignment (
    application_group VARCHAR(200) NOT NULL,
    group_id          VARCHAR(200) NOT NULL,
    PRIMARY KEY (application_group, group_id)
);
CREATE TABLE IF NOT EXISTS broker_group (
    id                VARCHAR(200) NOT NULL PRIMARY KEY,
    name              VARCHAR(500) NOT NULL
);
CREATE TABLE IF NOT EXISTS broker_member (
    group_id          VARCHAR(200) NOT NULL,
    sid               VARCHAR(200) NOT NULL,
    PRIMARY KEY (group_id, sid)
);
CREATE INDEX IF NOT EXISTS broker_member_by_sid ON broker_member (sid);
CREATE TABLE IF NOT EXISTS broker_session (
    id                VARCHAR(200) NOT NULL PRIMARY KEY,
    sid               VARCHAR(200) NOT NULL,
    host              VARCHAR(255) NOT NULL
);

-- One row for each plan; its number is that of the newest version. Versions are never changed.
CREATE TABLE IF NOT EXISTS failover_plan (
    id                VARCHAR(64)  NOT NULL PRIMARY KEY,
    version           INTEGER      NOT NULL
);
CREATE TABLE IF NOT EXISTS failover_plan_version (
    plan_id           VARCHAR(64)  NOT NULL,
    version           INTEGER      NOT NULL,
    -- JSON
    body              VARCHAR(1000000) NOT NULL,
    by_id             VARCHAR(500) NOT NULL,
    by_name           VARCHAR(500) NOT NULL,
    at                TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    reason            VARCHAR(500) NOT NULL,
    PRIMARY KEY (plan_id, version)
);
