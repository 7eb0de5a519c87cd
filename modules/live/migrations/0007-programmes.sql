-- Programmes: periodic columns of a creator, the dates skipped, who asked to be told, and what was told to whom.

create table live.programme (
  programme_id text primary key,
  creator_id text not null,
  title jsonb not null,
  description jsonb not null,
  cover_url text,
  weekdays int[] not null check (cardinality(weekdays) between 1 and 7 and weekdays <@ array[1, 2, 3, 4, 5, 6, 7]),
  minute int not null check (minute between 0 and 1439),
  zone text not null,
  duration_minutes int not null check (duration_minutes between 15 and 1440),
  state text not null check (state in ('active', 'paused', 'ended')),
  version int not null default 1,
  created_at timestamptz not null
);
create index programme_of_creator on live.programme (creator_id, programme_id);

create table live.programme_skip (
  programme_id text not null references live.programme,
  day text not null,
  primary key (programme_id, day)
);

create table live.programme_subscriber (
  programme_id text not null references live.programme,
  person_id text not null,
  at timestamptz not null,
  primary key (programme_id, person_id)
);
create index programme_subscriber_of_person on live.programme_subscriber (person_id);

-- The local day of the programme that a room is for: one room a date, unless it was put away.
alter table live.room add column programme_day text;
create unique index one_room_a_date on live.room (programme_id, programme_day) where programme_day is not null and state <> 'archived';
create index room_planned_by_creator on live.room (creator_id, planned_at) where planned_at is not null;

-- How far the telling of a room has come: page after page of people, each page and its place in one transaction.
create table live.telling (
  room_id text not null references live.room,
  kind text not null check (kind in ('planned', 'soon')),
  source text not null check (source in ('subscribers', 'followers')),
  after_person text not null,
  done_at timestamptz,
  primary key (room_id, kind)
);

create table live.notice (
  person_id text not null,
  room_id text not null references live.room,
  kind text not null check (kind in ('planned', 'soon')),
  at timestamptz not null,
  seen_at timestamptz,
  primary key (person_id, room_id, kind)
);
create index notice_of_person on live.notice (person_id, at desc);
