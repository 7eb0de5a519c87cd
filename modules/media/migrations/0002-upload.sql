-- Clips on their way from a creator's phone to the feed: the upload, what became of it, and what machines saw in it.

create table media.upload (
  upload_id text primary key,
  creator_id text not null,
  owner_id text not null,
  name text not null, -- for the desk's list; never a path
  bytes bigint not null check (bytes > 0),
  state text not null check (state in ('receiving', 'processing', 'ready', 'failed', 'cancelled', 'expired')),
  container text check (container in ('mp4', 'webm')),
  reason jsonb, -- why it failed, for people
  media jsonb, -- what a content carries, once it is ready
  screen_text jsonb, -- words read from the frames; null where nobody read
  created_at timestamptz not null,
  expires_at timestamptz not null, -- the file brought is deleted then, unless it became a clip
  check ((state = 'ready') = (media is not null)),
  check ((state = 'failed') = (reason is not null))
);
create index upload_of_creator on media.upload (creator_id, upload_id desc);
create index upload_of_owner on media.upload (owner_id) where state in ('receiving', 'processing', 'failed');
create index upload_expiring on media.upload (expires_at) where state in ('receiving', 'failed');

-- One perceptual hash a second, eight bytes each; zero where the frame shows nothing that could be told apart.
create table media.fingerprint (
  upload_id text primary key references media.upload (upload_id),
  creator_id text not null,
  hashes bytea not null
);
create index upload_video on media.upload ((media ->> 'videoUrl')) where state = 'ready';
