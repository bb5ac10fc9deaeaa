-- What people chose in the portal. person: the SID, or identity provider and subject where there is none.
CREATE TABLE preference (
    person VARCHAR(400)  NOT NULL,
    name   VARCHAR(100)  NOT NULL,
    chosen VARCHAR(2000) NOT NULL,
    CONSTRAINT preference_pk PRIMARY KEY (person, name)
);
