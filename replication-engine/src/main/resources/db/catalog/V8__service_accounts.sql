-- Programs that ask over REST by a token. Only a digest of the token is kept. Times are UTC; days too.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

CREATE TABLE IF NOT EXISTS service_account (
    -- the beginning of its token
    id                VARCHAR(10)  PRIMARY KEY,
    name              VARCHAR(60)  NOT NULL,
    role              VARCHAR(16)  NOT NULL,
    -- ids with commas between them; empty for all
    site_ids          VARCHAR(8000) NOT NULL,
    set_ids           VARCHAR(8000) NOT NULL,
    -- SHA-256 of the token, hexadecimal
    token_digest      VARCHAR(64)  NOT NULL,
    created_at        TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    created_by        VARCHAR(500) NOT NULL,
    expires_at        TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    -- 2026-03-01; empty if it was never used
    last_used_on      VARCHAR(10)  NOT NULL,
    last_used_from    VARCHAR(200) NOT NULL,
    revoked_at        TIMESTAMP(6) WITH TIME ZONE,
    revoked_by        VARCHAR(500) NOT NULL
);
