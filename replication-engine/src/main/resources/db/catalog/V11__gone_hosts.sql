-- Machines that an administrator declared gone: deleted, or installed anew. epoch counts the declarations of a machine. A host_key
-- is a computer's name without domain, in lower case. The same statements run on H2 and PostgreSQL; each can be run twice.

CREATE TABLE IF NOT EXISTS host_gone (
    host_key          VARCHAR(255) PRIMARY KEY,
    name              VARCHAR(255) NOT NULL,
    -- since when it is gone, as was said
    went_at           TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    declared_at       TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    by_id             VARCHAR(500) NOT NULL,
    by_name           VARCHAR(500) NOT NULL,
    reason            VARCHAR(4000) NOT NULL,
    ticket            VARCHAR(4000) NOT NULL,
    epoch             BIGINT       NOT NULL,
    -- null while it is in force
    ended_at          TIMESTAMP(6) WITH TIME ZONE,
    -- TAKEN_BACK, HEARD, CONNECTED; empty while it is in force
    ended_how         VARCHAR(16)  NOT NULL
);
