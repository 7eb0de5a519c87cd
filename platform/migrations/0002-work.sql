-- Long work (a clip's ladder, a recording's cut): who does it, how far it is, what went wrong. One row a piece of work.
-- A lease is (work_id, attempts): each taking counts attempts up, so whoever comes back from the dead holds an old number.
-- Times are the database's own, because the processes that compare them may differ.

create table platform.work (
  work_id text primary key,
  kind text not null,
  subject_id text not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  attempts int not null default 0,
  progress real not null default 0 check (progress between 0 and 1),
  stage text,
  reason jsonb,
  due_at timestamptz not null default clock_timestamp(),
  lease_until timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  check ((state = 'running') = (lease_until is not null)),
  check ((state in ('done', 'failed', 'cancelled')) = (ended_at is not null))
);
create index work_waiting on platform.work (kind, due_at) where state = 'queued';
create index work_running on platform.work (lease_until) where state = 'running';
-- One subject is worked on once.
create unique index work_open on platform.work (kind, subject_id) where state in ('queued', 'running');
create index work_of_subject on platform.work (kind, subject_id, work_id desc);
