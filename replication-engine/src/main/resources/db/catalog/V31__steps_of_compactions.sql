-- A copy that nobody looked at yet waits, as the code calls it: WAITING, LOOKED, BEGUN, ENDED.
-- Can be run twice: H2 commits each statement by itself, and a process may be killed after one.
UPDATE compaction_item SET step = 'WAITING' WHERE step = 'TODO';
