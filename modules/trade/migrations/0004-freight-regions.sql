-- Other fees for the provinces a shop names, and those it does not deliver to: [{provinces, baseMinor, freeOverMinor, delivers}].

alter table trade.freight_template add column regions jsonb not null default '[]';
