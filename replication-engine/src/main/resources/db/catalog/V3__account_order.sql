-- Accounts in a person's order: the keys are longer, and those of before are taken away, to be made anew at the next opening.
-- Every statement can be run twice: H2 commits each by itself, and a process may be killed between two of them.
ALTER TABLE container ALTER COLUMN account_sort SET DATA TYPE VARCHAR(1010);
ALTER TABLE inventory_item ALTER COLUMN account_sort SET DATA TYPE VARCHAR(1010);
UPDATE container SET account_sort = '';
UPDATE inventory_item SET account_sort = '';
