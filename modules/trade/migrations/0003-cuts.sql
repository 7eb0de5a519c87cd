-- What each coupon took off a line, and who bears it. Null: written before, or by a server of the version before, which knew the
-- shop's alone. `off_minor` stays the sum; `coupon_id` is read by nobody any more and goes with the next version.

alter table trade.order_line add column cuts jsonb;
