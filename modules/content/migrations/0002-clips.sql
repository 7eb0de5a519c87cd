-- A content may wait for its clip and for its hour, and carries what machines found in it.

alter table content.item drop constraint item_state_check;
alter table content.item add constraint item_state_check
  check (state in ('draft', 'processing', 'reviewing', 'scheduled', 'published', 'withdrawn', 'rejected'));
alter table content.item add column publish_at timestamptz;
alter table content.item add column checks jsonb not null default '[]';
create index item_of_upload on content.item ((media ->> 'uploadId')) where media ->> 'uploadId' is not null;
create index item_scheduled on content.item (publish_at) where state = 'scheduled';
