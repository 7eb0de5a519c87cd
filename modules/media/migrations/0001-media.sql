-- What was uploaded, by whom, and what was measured in it.

create schema media;

create table media.blob (
  blob_id text primary key,
  name text not null, -- in the blob store: the hash of the bytes, so two uploads of one file share it
  kind text not null check (kind in ('image', 'video')),
  bytes int not null check (bytes > 0),
  width int not null,
  height int not null,
  duration_ms int check ((kind = 'video') = (duration_ms is not null)),
  owner_id text not null,
  created_at timestamptz not null
);
create index blob_name on media.blob (name);
