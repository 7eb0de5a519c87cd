-- A slate is written a hundred times for each time it is read, and then as a whole: `json` keeps the text as it came, where
-- `jsonb` would take it apart on every write (0.6 against 1.4 ms for one slate).
alter table signals.slate
  alter column features type json,
  alter column items type json,
  alter column stages type json;
