"""Flows with every shape the walk knows: loops, skipped branches, splits within splits, ends within splits, returns."""

from viewflow import this
from viewflow.workflow import flow

from workflow.models.process import Process, Task
from workflow.nodes import CaseLock, Human, on


class RichFlow(flow.Flow):
    """Everything at once."""

    process_class, task_class, lock_impl = Process, Task, CaseLock()

    start = flow.StartHandle().Next(this.examine)
    examine = Human().Desk("door").Offers("accept", "decline", "ask").Step("accept").Next(this.examined)
    examined = (
        flow.Switch()
        .Default(this.letter)
        .Case(this.split, on(lambda case: case.last == "accept"))
        .Case(this.correct, on(lambda case: case.last == "ask"))
    )
    correct = Human().Desk("applicant").Offers("supply").Next(this.examine)
    letter = flow.Function(on(lambda case: case.did("letter"))).Next(this.end)

    split = (
        flow.Split()
        .Next(this.join, case=on(lambda case: case.flags["short"]))
        .Next(this.site, case=on(lambda case: case.flags["site"]))
        .Next(this.fee, case=on(lambda case: case.flags["fee"]))
        .Always(this.review)
    )
    site = Human().Desk("site").Offers("visit").Next(this.note)
    note = flow.Function(on(lambda case: case.did("note"))).Next(this.join)
    fee = Human().Desk("door").Offers("pay").Next(this.join)
    review = Human().Desk(lambda case: "review").Offers("pass", "redo", "reopen").Next(this.reviewed)
    reviewed = (
        flow.Switch()
        .Case(this.split, on(lambda case: case.last == "reopen"))
        .Case(this.rework, on(lambda case: case.last == "redo"))
        .Default(this.inner)
    )
    rework = Human().Desk("review").Offers("rework").Next(this.review)
    inner = (
        flow.Split()
        .Next(this.first_expert, case=on(lambda case: not case.flags["short"]))
        .Next(this.second_expert, case=on(lambda case: case.flags["two"]))
        .Always(this.inner_join)
    )
    first_expert = Human().Desk("experts").Offers("advise").Next(this.inner_join)
    second_expert = Human().Desk("experts").Offers("advise").Next(this.inner_join)
    inner_join = flow.Join().Next(this.join)
    join = flow.Join().Next(this.decide)

    decide = (
        Human()
        .Desk("chief")
        .Offers("grant", "back", "reopen")
        .onCreate(on(lambda case: case.did("joined")))
        .Next(this.sent_back)
    )
    sent_back = flow.If(on(lambda case: case.last == "back")).Then(this.examine).Else(this.reopened)
    reopened = flow.If(on(lambda case: case.last == "reopen")).Then(this.split).Else(this.carry_out)
    carry_out = flow.Split().Always(this.file).Always(this.issue)
    file = flow.Function(on(lambda case: case.did("file"))).Next(this.filed)
    filed = flow.End()
    issue = Human().Desk("door").Offers("issue").Next(this.end)
    end = flow.End()
