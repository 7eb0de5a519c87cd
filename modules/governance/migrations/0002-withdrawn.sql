-- What its owner took back while it waited is not waiting any more, and was never decided.

alter table governance.review_task drop constraint review_task_state_check;
alter table governance.review_task add constraint review_task_state_check check (state in ('queued', 'decided', 'withdrawn'));
