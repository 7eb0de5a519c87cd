-- People, the organisations they act for, and how they prove who they are.

create schema identity;

-- A guest is an account without credentials; signing up fills them in and keeps the id, so everything it did stays its own.
create table identity.account (
  id text primary key,
  email text unique check (email = lower(email)),
  password_hash text,
  nickname text not null,
  avatar_url text,
  locale text not null check (locale in ('zh', 'en')),
  suspended boolean not null default false,
  created_at timestamptz not null,
  signed_up_at timestamptz,
  check ((email is null) = (password_hash is null) and (email is null) = (signed_up_at is null))
);

create table identity.organisation (
  id text primary key,
  kind text not null check (kind in ('shop', 'creator', 'agency', 'provider', 'platform')),
  name jsonb not null,
  suspended boolean not null default false,
  created_at timestamptz not null
);
-- There is one platform.
create unique index organisation_platform on identity.organisation (kind) where kind = 'platform';

create table identity.membership (
  org_id text not null references identity.organisation (id),
  account_id text not null references identity.account (id),
  role text not null,
  created_at timestamptz not null,
  primary key (org_id, account_id)
);
create index membership_account on identity.membership (account_id);

-- The token itself is nowhere: who reads this table cannot log in with what it holds.
create table identity.session (
  id text primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  account_id text not null references identity.account (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index session_account on identity.session (account_id);
create index session_expiry on identity.session (expires_at);

-- One row per attempt that did not (yet) succeed. `subject` is the hash of an e-mail, known here or not, or an address block.
create table identity.login_attempt (
  id bigint generated always as identity primary key,
  subject text not null,
  at timestamptz not null
);
create index login_attempt_subject on identity.login_attempt (subject, at);
create index login_attempt_age on identity.login_attempt (at);

create table identity.address (
  id text primary key,
  account_id text not null references identity.account (id),
  name text not null,
  phone text not null,
  province text not null,
  city text not null,
  district text not null,
  detail text not null,
  is_default boolean not null,
  created_at timestamptz not null
);
create index address_account on identity.address (account_id);
create unique index address_default on identity.address (account_id) where is_default;

-- Accounts of the demo world that anyone may step into, in demo mode.
create table identity.persona (
  key text primary key,
  account_id text not null unique references identity.account (id),
  role text not null,
  label jsonb not null,
  position int generated always as identity
);
