-- A clip may be cut from a recording instead of being brought: which files, and which part of them.
alter table media.upload add column cut jsonb;
