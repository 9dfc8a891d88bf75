"""The product's flow as one writes it for stock viewflow: View nodes, its own models, the lock its documentation names for
PostgreSQL.  Of the product's nodes those that the course passes; both columns leave the same work items (engine.py looks)."""

from dataclasses import dataclass

from django.views import View
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process

from benchmarks.facts import MATERIAL, OPINION, VISIT
from workflow.lifecycle import ACCEPTED, GRANTED
from workflow.nodes import on

PAGE = View.as_view()  # steps are completed by program: no page is asked for


@dataclass(frozen=True, slots=True)
class Gates:
    """What the gates ask of a case, out of what the step's own statement returned."""

    status: str
    waiting: int


class StockFlow(flow.Flow):
    """lodge → examine → review ∥ verification ∥ cure → decide → issue → serve ∥ publish."""

    process_class = Process
    lock_impl = lock.select_for_update_lock

    lodge = flow.StartHandle().Next(this.examine)
    examine = flow.View(PAGE).Next(this.examined)
    examined = flow.Switch().Case(this.split, on(lambda gates: gates.status == ACCEPTED)).Default(this.end)
    split = (
        flow.Split()
        .Next(this.review, case=on(lambda gates: gates.waiting & OPINION))
        .Next(this.verification, case=on(lambda gates: gates.waiting & VISIT))
        .Next(this.cure, case=on(lambda gates: gates.waiting & MATERIAL))
        .Next(this.join, case=on(lambda gates: not gates.waiting))
    )
    review = flow.View(PAGE).Next(this.onward)
    verification = flow.View(PAGE).Next(this.onward)
    cure = flow.View(PAGE).Next(this.onward)
    onward = flow.Switch().Case(this.carry_out, on(lambda gates: gates.status == GRANTED)).Default(this.join)
    join = flow.Join().Next(this.decide)
    decide = flow.View(PAGE).Next(this.decided)
    decided = flow.Switch().Case(this.carry_out, on(lambda gates: gates.status == GRANTED)).Default(this.split)
    carry_out = flow.Split().Always(this.issue).Always(this.publish)
    issue = flow.View(PAGE).Next(this.serve)
    serve = flow.View(PAGE).Next(this.carried_out)
    publish = flow.View(PAGE).Next(this.carried_out)
    carried_out = flow.Join().Next(this.end)
    end = flow.End()


# the work item that a step finishes; to book a visit finishes none
WORK = {
    "accept": StockFlow.examine,
    "supply": StockFlow.cure,
    "record_visit": StockFlow.verification,
    "record_opinion": StockFlow.review,
    "grant": StockFlow.decide,
    "issue": StockFlow.issue,
}
