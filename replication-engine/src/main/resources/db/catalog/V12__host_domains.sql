-- In which DNS domains a computer of this name was told of: two of them are two computers, of which nobody can tell who said what.
-- Every statement can be run twice. Times are UTC.

CREATE TABLE IF NOT EXISTS host_domain (
    host_key          VARCHAR(255) NOT NULL,
    -- in lower case
    domain            VARCHAR(255) NOT NULL,
    seen_at           TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (host_key, domain)
);
