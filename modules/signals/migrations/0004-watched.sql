-- Which parts of a clip really played, and where the viewer was in it: what a creator's curve by the second is made of.
-- Pairs in one array (from, to, from, to; milliseconds): a range type would cost four times the bytes of a row that is never searched by it.
alter table signals.signal add column clip_at_ms int check (clip_at_ms between 0 and 600000);
alter table signals.signal add column watched int[] check (cardinality(watched) <= 40 and cardinality(watched) % 2 = 0);
