-- When a product leaves: within `ship_within_hours`, the same day, or from a date on (presale). Null: within the hours.

alter table shop.product
  add column ship_kind text check (ship_kind in ('hours', 'today', 'presale')),
  add column ships_from timestamptz;
