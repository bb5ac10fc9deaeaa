-- What people do for themselves. Times are UTC.

-- Letters that somebody reads out to the helpdesk. person: as in preference.
CREATE TABLE help_code (
    code              VARCHAR(8)   NOT NULL,
    person            VARCHAR(400) NOT NULL,
    sid               VARCHAR(200),
    identity_provider VARCHAR(64)  NOT NULL,
    subject           VARCHAR(1000) NOT NULL,
    display_name      VARCHAR(1000) NOT NULL,
    ends_at           TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    CONSTRAINT help_code_pk PRIMARY KEY (code),
    CONSTRAINT help_code_one_each UNIQUE (person)
);

-- How far somebody got who freed their profile: kept here, so that a phone that slept finds it again.
CREATE TABLE help_case (
    sid               VARCHAR(200) NOT NULL,
    phase             VARCHAR(16)  NOT NULL,
    since             TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    freed_at          TIMESTAMP(6) WITH TIME ZONE,
    note              VARCHAR(4000) NOT NULL,
    CONSTRAINT help_case_pk PRIMARY KEY (sid)
);

-- SIDs of people whose identity provider says none. sid is null for somebody who came and waits for one.
CREATE TABLE sid_mapping (
    identity_provider VARCHAR(64)  NOT NULL,
    subject           VARCHAR(1000) NOT NULL,
    display_name      VARCHAR(1000) NOT NULL,
    sid               VARCHAR(200),
    seen_at           TIMESTAMP(6) WITH TIME ZONE,
    mapped_by         VARCHAR(500),
    mapped_at         TIMESTAMP(6) WITH TIME ZONE,
    CONSTRAINT sid_mapping_pk PRIMARY KEY (identity_provider, subject)
);
