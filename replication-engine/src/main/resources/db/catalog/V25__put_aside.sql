-- Who had the disk of a container put aside so that a new one is made, and when; null once there is a disk again. Every statement can be run twice.

ALTER TABLE container ADD COLUMN IF NOT EXISTS put_aside_at TIMESTAMP(6) WITH TIME ZONE;
ALTER TABLE container ADD COLUMN IF NOT EXISTS put_aside_by VARCHAR(500);
