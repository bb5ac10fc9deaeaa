-- Sets whose jobs stand still while a failover is under way, and which process carries it out. Times are UTC.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

CREATE TABLE IF NOT EXISTS job_freeze (
    set_id            VARCHAR(64)  NOT NULL,
    run_id            BIGINT       NOT NULL,
    since             TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (set_id, run_id)
);
-- The process that works at it signs this again and again; null while none does.
ALTER TABLE failover_run ADD COLUMN IF NOT EXISTS beat_at TIMESTAMP(6) WITH TIME ZONE;
-- People whose copies are not good and who go all the same, as administrators said: one line each.
ALTER TABLE failover_run ADD COLUMN IF NOT EXISTS accepted VARCHAR(1000000);
-- The same as the last look found them.
ALTER TABLE failover_run ADD COLUMN IF NOT EXISTS not_good VARCHAR(1000000);
