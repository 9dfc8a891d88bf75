"""Who works next: the labour of a case, as a viewflow process.  What is legally so is said in lifecycle.py.

A work item names its desk, the acts that finish it, and *until when* it stands open: after every act the open items are
compared with the facts of the case (case.settle), so that no act moves the flow by hand.  Work that becomes due again
(a visit booked late, a supplied material that is rejected, a return to review) closes the decision and re-enters the split
with the branches then due.  Special procedures, third-party windows and hearings are rows that bar the decision, never
branches.  Node names are stored with running cases: a changed flow is a new class beside this one."""

from viewflow import this
from viewflow.workflow import flow

from workflow.lifecycle import ACCEPTED, GRANTED, ISSUED, RECEIVED, REFUSED, SUPPLEMENT_REQUESTED
from workflow.models.process import Process, Task
from workflow.nodes import CaseLock, Human, on


class LicensingFlow(flow.Flow):
    """lodge → examine (⇄ supplement) → review ∥ verification ∥ cure → decide → issue → serve ∥ publish ∥ follow-up."""

    process_class = Process
    task_class = Task
    lock_impl = CaseLock()

    lodge = flow.StartHandle().Next(this.examine)

    examine = (
        Human()
        .Desk("window")
        .Offers("accept", "decline", "request_supplement", "reject_material")
        .Until(lambda case: case.status != RECEIVED)
        .Clocks("notice")
        .Step("window")
        .Next(this.examined)
    )
    examined = (
        flow.Switch()
        .Case(this.supplement, on(lambda case: case.status == SUPPLEMENT_REQUESTED))
        .Case(this.split, on(lambda case: case.status == ACCEPTED))
        .Case(this.carry_out, on(lambda case: case.status == GRANTED))
        .Default(this.end)
    )
    supplement = (
        Human()
        .Desk("applicant")
        .Offers("supply")
        .Until(lambda case: case.status != SUPPLEMENT_REQUESTED)
        .Clocks("supplement")
        .Next(this.examine)
    )

    split = (
        flow.Split()
        .Next(this.review, case=on(lambda case: case.awaits_opinion))
        .Next(this.verification, case=on(lambda case: case.awaits_visit))
        .Next(this.cure, case=on(lambda case: case.awaits_cure))
        .Next(this.join, case=on(lambda case: not case.awaited))
    )
    review = (
        Human()
        .Desk("review")
        .Offers("record_opinion")
        .Until(lambda case: not case.awaits_opinion)
        .Clocks("promised", "statutory")
        .Step("review")
        .Next(this.onward)
    )
    verification = (
        Human()
        .Desk(lambda case: "verification" if case.visit_booked else "review")
        .Offers("record_visit", "confirm_rectification")
        .Until(lambda case: not case.awaits_visit)
        .Clocks("rectification", "promised", "statutory")
        .Step("verification")
        .Next(this.onward)
    )
    cure = (
        Human()
        .Desk("applicant")
        .Offers("supply")
        .Until(lambda case: not case.awaits_cure)
        .Clocks("cure")
        .Next(this.onward)
    )
    onward = (
        flow.Switch()
        .Case(this.carry_out, on(lambda case: case.status == GRANTED))
        .Case(this.refusal, on(lambda case: case.status == REFUSED))
        .Case(this.split, on(lambda case: case.reopened))
        .Default(this.join)
    )
    join = flow.Join().Next(this.decide)

    decide = (
        Human()
        .Desk(lambda case: case.decision_desk)
        .Offers("grant", "refuse", "return_to_review")
        .Until(lambda case: case.status != ACCEPTED)
        .Clocks("promised", "statutory")
        .Step("decision")
        .Next(this.decided)
    )
    decided = (
        flow.Switch()
        .Case(this.carry_out, on(lambda case: case.status == GRANTED))
        .Case(this.refusal, on(lambda case: case.status == REFUSED))
        .Default(this.split)
    )

    carry_out = (
        flow.Split()
        .Always(this.issue)
        .Next(this.publish, case=on(lambda case: case.awaits_publication))
        .Next(this.follow_up, case=on(lambda case: case.awaits_follow_up))
    )
    issue = (
        Human()
        .Desk("window")
        .Offers("issue")
        .Until(lambda case: case.status == ISSUED)
        .Clocks("delivery")
        .Step("issue")
        .Next(this.serve)
    )
    serve = (
        Human()
        .Desk("window")
        .Offers("serve")
        .Until(lambda case: case.application.served_on)
        .Clocks("delivery", "announcement")
        .Step("delivery")
        .Next(this.carried_out)
    )
    publish = (
        Human()
        .Desk("window")
        .Offers("publish")
        .Until(lambda case: not case.awaits_publication)
        .Clocks("publication")
        .Next(this.carried_out)
    )
    follow_up = (
        Human()
        .Desk("supervision")
        .Offers("record_follow_up")
        .Until(lambda case: not case.awaits_follow_up)
        .Clocks("follow_up", "rectification")
        .Next(this.carried_out)
    )
    carried_out = flow.Join().Next(this.end)
    refusal = (
        Human()
        .Desk("window")
        .Offers("serve")
        .Until(lambda case: case.application.served_on)
        .Clocks("delivery", "announcement")
        .Step("delivery")
        .Next(this.end)
    )
    end = flow.End()


BLOCK = frozenset({"review", "verification", "cure", "join", "decide"})
