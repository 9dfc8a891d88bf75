"""The same course as a stock viewflow flow: View nodes, its own models, the lock its documentation names for PostgreSQL."""

from django.views import View
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process

PAGE = View.as_view()  # steps are completed by program: no page is asked for


class StockFlow(flow.Flow):
    """lodge → accept → { supply ∥ book_visit → record_visit ∥ record_opinion } → grant → issue."""

    process_class = Process
    lock_impl = lock.select_for_update_lock

    lodge = flow.StartHandle().Next(this.accept)
    accept = flow.View(PAGE).Next(this.split)
    split = flow.Split().Always(this.supply).Always(this.book_visit).Always(this.record_opinion)
    supply = flow.View(PAGE).Next(this.join)
    book_visit = flow.View(PAGE).Next(this.record_visit)
    record_visit = flow.View(PAGE).Next(this.join)
    record_opinion = flow.View(PAGE).Next(this.join)
    join = flow.Join().Next(this.grant)
    grant = flow.View(PAGE).Next(this.issue)
    issue = flow.View(PAGE).Next(this.end)
    end = flow.End()
