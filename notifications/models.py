"""The outbox and what becomes of it: a Message is written by the act that concerns the person, the rest by a drain."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One person is to be told one thing about one event; the row is also his inbox entry.

    Acts insert `event, kind, recipient_id, params, link, created_at` in their own statement; every other column has a
    database default.
    """

    event = models.CharField(max_length=120)
    kind = models.CharField(max_length=48)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages", db_index=False, db_constraint=False
    )
    params = models.JSONField(default=dict)
    link = models.TextField(default="", db_default="")
    created_at = models.DateTimeField()
    expanded_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    quarantine_reason = models.TextField(default="", db_default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "kind", "recipient"], name="message_once_an_event_and_person"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="message_inbox"),
            models.Index(fields=["id"], condition=Q(expanded_at__isnull=True), name="message_to_expand"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.kind}"


class Channel(models.TextChoices):
    IN_APP = "in_app", _("站内消息")
    EMAIL = "email", _("电子邮件")
    SMS = "sms", _("短信")
    WEBHOOK = "webhook", _("工作群机器人")


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("待发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("被拒收")
    GIVEN_UP = "given_up", _("逾时未送达")
    SKIPPED = "skipped", _("未使用")
    QUARANTINED = "quarantined", _("已隔离")


class Delivery(models.Model):
    """One message on one channel. `next_attempt_at` is also the end of the lease while `lease` is set.

    `crashes` counts leases that ended without an outcome, `attempts` every try. `address` is what was used, a telephone
    number only masked.
    """

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    channel = models.CharField(max_length=16, choices=Channel)
    address = models.CharField(max_length=254, default="", db_default="", blank=True)
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.PENDING)
    reason = models.CharField(max_length=32, default="", db_default="", blank=True)
    attempts = models.PositiveIntegerField(default=0)
    crashes = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    first_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(default="", db_default="", blank=True)
    provider_id = models.CharField(max_length=254, default="", db_default="", blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_once_a_channel"),
            models.CheckConstraint(
                condition=~Q(state="pending") | Q(next_attempt_at__isnull=False), name="delivery_pending_has_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at", "id"], condition=Q(state="pending"), name="delivery_due"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.channel} {self.state}"


class ChannelChoice(models.Model):
    """A person switched a channel on or off; legal notices heed it only for what goes beyond inbox and e-mail."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="channel_choices", db_index=False
    )
    channel = models.CharField(max_length=16, choices=Channel)
    enabled = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "channel"], name="choice_once_a_channel")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.channel} {self.enabled}"


class UndeliveredReason(models.TextChoices):
    GIVEN_UP = "given_up", _("期限内多次发送未成功")
    REFUSED = "refused", _("对方拒收或者地址无效")
    POISON = "poison", _("发送程序反复中断")
    TEXT = "text", _("消息内容不完整，未发送")


class Undelivered(models.Model):
    """A task for a human: this person was not reached and is to be told by other means."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="undelivered")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="undelivered", null=True, blank=True)
    reason = models.CharField(max_length=12, choices=UndeliveredReason)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    note = models.TextField(default="", db_default="", blank=True)

    class Meta:
        verbose_name_plural = "undelivered"
        constraints = [
            models.UniqueConstraint(
                fields=["delivery"], condition=Q(closed_at__isnull=True), name="undelivered_open_once_a_delivery"
            ),
            models.UniqueConstraint(
                fields=["message"],
                condition=Q(closed_at__isnull=True, delivery__isnull=True),
                name="undelivered_open_once_a_message",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | (Q(closed_by__isnull=False) & ~Q(note="")),
                name="undelivered_closed_with_name_and_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.reason}"


class Heartbeat(models.Model):
    """When a worker last ran a task that had come through the queue."""

    name = models.CharField(max_length=64, unique=True)
    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.beaten_at:%Y-%m-%dT%H:%M:%S%z}"
