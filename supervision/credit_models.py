"""What an enterprise says against an entry of its credit record, and what was decided about it.

The entries themselves are the bans (approvals/people.py): they are what closes a way."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.people import Ban

USER = settings.AUTH_USER_MODEL
OBJECTION, REPAIR = Ban.OBJECTION, Ban.REPAIR
OPEN, UPHELD, DECLINED = "open", "upheld", "declined"


class CreditPlea(models.Model):
    """异议 or 信用修复: by whom the ban concerns, decided by somebody who had no part in it, with reasons where declined."""

    ban = models.ForeignKey(Ban, models.PROTECT, related_name="pleas")
    kind = models.CharField(max_length=10, choices=[(OBJECTION, _("异议")), (REPAIR, _("信用修复"))])
    text = models.TextField()
    made_by = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    made_at = models.DateTimeField()
    due_on = models.DateField()
    state = models.CharField(
        max_length=8, default=OPEN, choices=[(OPEN, _("待处理")), (UPHELD, _("成立")), (DECLINED, _("不成立"))]
    )
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ruling_text = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_on", "id"], condition=Q(state="open"), name="pleas_to_decide")]
        constraints = [
            models.UniqueConstraint(fields=["ban"], condition=Q(state="open"), name="one_open_plea_a_ban"),
            models.CheckConstraint(name="plea_with_reasons", condition=~Q(text="")),
            models.CheckConstraint(
                name="plea_state_fits",
                condition=Q(state="open", decided_at=None, decided_by=None)
                | Q(state="upheld", decided_at__isnull=False, decided_by__isnull=False)
                | Q(state="declined", decided_at__isnull=False, decided_by__isnull=False) & ~Q(ruling_text=""),
            ),
            models.CheckConstraint(
                name="nobody_decides_his_own_plea", condition=Q(decided_by=None) | ~Q(decided_by=F("made_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ban_id}"
