"""送达: on whom a document was served, how and when, and when the applicant opened it.  Rows are added and never changed.

Sources: 行政许可法 44 (ten working days); 民事诉讼法 88–95 by analogy (window, post, electronic with consent, public notice);
the common form 送达回证 (document, addressee, method, place, time, signature)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.documents.models import Document

USER = settings.AUTH_USER_MODEL
ELECTRONIC, WINDOW, POST, PUBLIC_NOTICE = "electronic", "window", "post", "public_notice"
METHODS = [
    (ELECTRONIC, _("电子送达")),
    (WINDOW, _("窗口领取")),
    (POST, _("邮寄")),
    (PUBLIC_NOTICE, _("公告送达")),
]
RESULTS = (
    *("grant_decision", "refusal_decision", "licence", "licence_duplicate", "filing_record"),
    "cancellation_decision",
)  # what the act `serve` brings to the applicant; other documents are notices, served as they are drawn up


class Service(models.Model):
    """One document on its way to the applicant: served, tried in vain, or announced in a public notice.

    `seq` is the entry of the ledger that did it; `done_on` the day of law on which it was served, failed or announced.
    `signed`: the recipient has signed the receipt on paper.  `note`: why it failed, or where it was announced."""

    SERVED, FAILED, ANNOUNCED = "served", "failed", "announced"
    document = models.ForeignKey(Document, models.PROTECT, db_index=False, related_name="services")
    application_id = models.BigIntegerField(db_index=True)
    seq = models.IntegerField()
    method = models.CharField(max_length=16, choices=METHODS)
    outcome = models.CharField(
        max_length=10, choices=[(SERVED, _("已送达")), (FAILED, _("未能送达")), (ANNOUNCED, _("已公告"))]
    )
    recipient = models.CharField(max_length=120, default="", blank=True)
    signed = models.BooleanField(default=False)
    address = models.CharField(max_length=200, default="", blank=True)
    tracking = models.CharField(max_length=60, default="", blank=True)
    note = models.CharField(max_length=400, default="", blank=True)
    done_on = models.DateField()
    done_at = models.DateTimeField()
    by = models.ForeignKey(USER, models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "seq"], name="served_once_an_act"),
            models.CheckConstraint(name="failed_says_why", condition=~Q(outcome="failed") | ~Q(note="")),
            models.CheckConstraint(
                name="announced_by_public_notice", condition=~Q(outcome="announced") | Q(method="public_notice")
            ),
        ]


class Opening(models.Model):
    """首次打开: when an account first opened a document that was served on its party."""

    document = models.ForeignKey(Document, models.PROTECT, db_index=False, related_name="openings")
    account = models.ForeignKey(USER, models.PROTECT, db_index=False, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "account"], name="first_opening_of_an_account")]
