-- What the ranking foretold when it served the item: learned from with the outcome, so it stands beside it, as it was then.
alter table signals.signal add column forecast double precision;
