-- What a look saw of a copy's files, for the next one. Every statement can be run twice. Times are UTC.
-- One file a line: name/bytes/FILETIME/last look that saw it otherwise/first that saw it so/its own time by our clock. Null if no look
-- has kept them yet.
ALTER TABLE lock_look ADD COLUMN IF NOT EXISTS files VARCHAR(20000);
-- By how many milliseconds the server's clock was ahead of ours when it was last known.
ALTER TABLE lock_look ADD COLUMN IF NOT EXISTS clock_ahead BIGINT;
