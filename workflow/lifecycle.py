"""Every status an application can have, and every act that can be done to it: the law on one screen.

A status says what is *legally* so; who works next is said in flow.py.  A complication of law is a row or a rule, seldom a
status: 容缺受理 is ACCEPTED with promises outstanding, an extension, a pause, a visit or a hearing is a row, 告知承诺 a route.
Sources: 行政许可法 29–50, 69–70; domain rules in rules/ and acts/.  Nothing but acts.perform fires these."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

DRAFT = "draft"  # before it is lodged; never stored
RECEIVED = "received"  # 收件: the five days of 32(4) run
SUPPLEMENT_REQUESTED = "supplement_requested"  # 补正: the applicant's thirty days run
ACCEPTED = "accepted"  # 受理: review ∥ verification ∥ cure, then the decision
NOT_ACCEPTED = "not_accepted"  # 不予受理
GRANTED = "granted"  # 准予: being made out, or deemed granted by silence
REFUSED = "refused"  # 不予许可
ISSUED = "issued"  # 发证
WITHDRAWN = "withdrawn"  # 撤回申请, or never supplemented
TERMINATED = "terminated"  # 终止: a promise was broken

STATUSES = [
    (DRAFT, _("草稿")),
    (RECEIVED, _("已收件")),
    (SUPPLEMENT_REQUESTED, _("待补正")),
    (ACCEPTED, _("已受理")),
    (NOT_ACCEPTED, _("不予受理")),
    (GRANTED, _("准予许可")),
    (REFUSED, _("不予许可")),
    (ISSUED, _("已发证")),
    (WITHDRAWN, _("已撤回")),
    (TERMINATED, _("已终止")),
]
OPEN = [RECEIVED, SUPPLEMENT_REQUESTED, ACCEPTED]
GIVEN = [GRANTED, ISSUED]
DECIDED = [GRANTED, REFUSED, ISSUED]
LIVE = [*OPEN, *DECIDED]


class Lifecycle(FSMModelMixin, models.Model):
    """The status of an application and the acts it admits.  `target=None`: the act leaves the status as it is."""

    STATUSES: ClassVar = STATUSES
    status = FSMField(default=DRAFT, choices=STATUSES, protected=True)

    class Meta:
        abstract = True

    # at the door: 行政许可法 29–32
    @transition(status, DRAFT, RECEIVED)
    def lodge(self) -> None: ...
    @transition(status, RECEIVED, None)
    def correct(self) -> None: ...
    @transition(status, RECEIVED, SUPPLEMENT_REQUESTED)
    def request_supplement(self) -> None: ...
    @transition(status, [SUPPLEMENT_REQUESTED, ACCEPTED], None)
    def supply(self) -> None: ...
    @transition(status, SUPPLEMENT_REQUESTED, RECEIVED)
    def complete_supplement(self) -> None: ...
    @transition(status, OPEN, None)
    def reject_material(self) -> None: ...
    @transition(status, [RECEIVED, SUPPLEMENT_REQUESTED], SUPPLEMENT_REQUESTED)
    def reject_supplement(self) -> None: ...
    @transition(status, RECEIVED, ACCEPTED)
    def accept(self) -> None: ...
    @transition(status, RECEIVED, NOT_ACCEPTED)
    def decline(self) -> None: ...
    @transition(status, OPEN, WITHDRAWN)
    def withdraw(self) -> None: ...

    # silence and missed last days: what the timers do
    @transition(status, RECEIVED, ACCEPTED)
    def deem_accepted(self) -> None: ...
    @transition(status, RECEIVED, GRANTED)
    def deem_filed(self) -> None: ...
    @transition(status, OPEN, GRANTED)
    def deem_renewed(self) -> None: ...
    @transition(status, SUPPLEMENT_REQUESTED, WITHDRAWN)
    def deem_withdrawn(self) -> None: ...
    @transition(status, ACCEPTED, TERMINATED)
    def terminate(self) -> None: ...

    # review, verification, special procedures, hearing: 行政许可法 34–36, 42, 45–48
    @transition(status, ACCEPTED, None)
    def record_opinion(self) -> None: ...
    @transition(status, ACCEPTED, None)
    def book_visit(self) -> None: ...
    @transition(status, ACCEPTED, None)
    def change_visit(self) -> None: ...
    @transition(status, ACCEPTED, None)
    def record_no_show(self) -> None: ...
    @transition(status, ACCEPTED, None)
    def record_visit(self) -> None: ...
    @transition(status, ACCEPTED, None)
    def confirm_rectification(self) -> None: ...
    @transition(status, ACCEPTED, None)
    def pause(self) -> None: ...
    @transition(status, ACCEPTED, None)
    def resume(self) -> None: ...
    @transition(status, ACCEPTED, None)
    def extend(self) -> None: ...
    @transition(status, [ACCEPTED, *DECIDED], None)
    def serve_notice(self) -> None: ...
    @transition(status, ACCEPTED, None)
    def notify_third_party(self) -> None: ...
    @transition(status, [ACCEPTED, *GIVEN], None)
    def request_hearing(self) -> None: ...
    @transition(status, [ACCEPTED, *GIVEN], None)
    def call_hearing(self) -> None: ...
    @transition(status, [ACCEPTED, *GIVEN], None)
    def hold_hearing(self) -> None: ...
    @transition(status, LIVE, None)
    def recuse(self) -> None: ...

    # the decision and what carries it out: 行政许可法 37–40, 44
    @transition(status, ACCEPTED, GRANTED)
    def grant(self) -> None: ...
    @transition(status, ACCEPTED, REFUSED)
    def refuse(self) -> None: ...
    @transition(status, ACCEPTED, None)
    def return_to_review(self) -> None: ...
    @transition(status, GRANTED, ISSUED)
    def issue(self) -> None: ...
    @transition(status, [ISSUED, REFUSED], None)
    def serve(self) -> None: ...
    @transition(status, GIVEN, None)
    def publish(self) -> None: ...

    # afterwards: 行政许可法 69–70, 79; the check after a promise; the rating
    @transition(status, GIVEN, None)
    def record_follow_up(self) -> None: ...
    @transition(status, GIVEN, None)
    def notify_revocation(self) -> None: ...
    @transition(status, GIVEN, None)
    def revoke_licence(self) -> None: ...
    @transition(status, GIVEN, None)
    def cancel_licence(self) -> None: ...
    @transition(status, GIVEN, None)
    def rescind_licence(self) -> None: ...
    @transition(status, DECIDED, None)
    def rate(self) -> None: ...

    # timers that leave the status as it is
    @transition(status, "*", None)
    def remind(self) -> None: ...
    @transition(status, "*", None)
    def move_dates(self) -> None: ...
    @transition(status, GIVEN, None)
    def break_promise(self) -> None: ...
