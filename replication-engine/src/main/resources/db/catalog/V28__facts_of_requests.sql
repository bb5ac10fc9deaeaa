-- Why a request waits, what was done, or what went wrong, as facts beside the English sentence: everybody reads it in their own language and time zone.
-- Rows from before have the sentence alone. Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.

-- as JSON: [{"code": …, "arguments": […]}]; empty where the sentence is all there is
ALTER TABLE restore_request ADD COLUMN IF NOT EXISTS note_said VARCHAR(1000000) DEFAULT '' NOT NULL;
ALTER TABLE restore_request_step ADD COLUMN IF NOT EXISTS words_said VARCHAR(1000000) DEFAULT '' NOT NULL;

-- Where people are told by mail of what concerns them, of their own sign-in when they looked at their page last; kept only where mail goes to people.
CREATE TABLE IF NOT EXISTS person_address (
    -- in small letters
    sid               VARCHAR(200) NOT NULL PRIMARY KEY,
    mail              VARCHAR(500) NOT NULL,
    language          VARCHAR(16)  NOT NULL,
    seen_at           TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
