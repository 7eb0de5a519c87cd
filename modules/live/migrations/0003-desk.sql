-- What the people behind a room keep: in which order goods are talked about, who did which job from when to when, and what the
-- platform found fault with.

create table live.rundown (
  room_id text primary key references live.room,
  version int not null
);

create table live.rundown_row (
  row_id text primary key,
  room_id text not null references live.rundown,
  position int not null,
  -- Named, not referenced: a product that left the bag stays in what was planned and said.
  product_id text not null,
  role text not null check (role in ('traffic', 'main', 'margin')),
  minutes int not null check (minutes between 1 and 240),
  points text not null,
  state text not null check (state in ('planned', 'now', 'done')),
  started_at timestamptz,
  ended_at timestamptz,
  check ((state = 'planned') = (started_at is null)),
  check ((state = 'done') = (ended_at is not null))
);
create index rundown_row_of_room on live.rundown_row (room_id, position);
create unique index one_row_now on live.rundown_row (room_id) where state = 'now';

create table live.shift (
  shift_id text primary key,
  room_id text not null references live.room,
  account_id text not null,
  role text not null check (role in ('anchor', 'assistant', 'control', 'field', 'buyer')),
  started_at timestamptz not null,
  ended_at timestamptz, -- null: on duty, at most until the room's end
  taken_from text references live.shift,
  check (ended_at >= started_at)
);
create index shift_of_room on live.shift (room_id, started_at);
create unique index one_open_shift on live.shift (room_id, account_id, role) where ended_at is null;

create table live.violation (
  violation_id text primary key,
  room_id text not null references live.room,
  rule_id text not null,
  -- Of the recording: where to look.
  at_seconds numeric(10, 3) not null check (at_seconds >= 0),
  note text not null,
  raised_by text not null,
  raised_at timestamptz not null
);
create index violation_of_room on live.violation (room_id, at_seconds);
