-- What was freed, as it was judged then (JSON), for whoever helps afterwards; null where an older version did not note it.
ALTER TABLE help_case ADD COLUMN freed TEXT;
