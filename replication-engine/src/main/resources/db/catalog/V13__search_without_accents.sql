-- What is searched has no accents, and beside it German writing: it is longer, and that of before is taken away, to be made anew at the
-- next opening. Every statement can be run twice.
ALTER TABLE container ALTER COLUMN search SET DATA TYPE VARCHAR(3000);
ALTER TABLE inventory_item ALTER COLUMN search SET DATA TYPE VARCHAR(3000);
UPDATE container SET search = '';
UPDATE inventory_item SET search = '';
