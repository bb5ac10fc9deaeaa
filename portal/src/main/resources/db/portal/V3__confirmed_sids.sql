-- Who gave a SID, as the audit calls them; null where an older version did not note it. Another administrator confirms it: until
-- then it does not tell who acts.
ALTER TABLE sid_mapping ADD COLUMN mapped_by_id VARCHAR(1100);
ALTER TABLE sid_mapping ADD COLUMN confirmed_by VARCHAR(1000);
ALTER TABLE sid_mapping ADD COLUMN confirmed_by_id VARCHAR(1100);
ALTER TABLE sid_mapping ADD COLUMN confirmed_at TIMESTAMP(6) WITH TIME ZONE;
