-- What the provider calls a payment, where our own id does not find it there (a Stripe session).
alter table trade.payment add column ref text;
