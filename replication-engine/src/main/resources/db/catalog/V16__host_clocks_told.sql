-- Whether a host's last report had our own time in it, so that its times are known by our clock. Can be run twice.
ALTER TABLE host_clock ADD COLUMN IF NOT EXISTS told BOOLEAN DEFAULT FALSE;
