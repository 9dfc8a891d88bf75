"""The decision on an application: one that counts, with the authority it was taken under."""

from django.conf import settings
from django.db import models


class Decision(models.Model):
    """准予 or 不予: who decided on what authority, when and why (行政许可法 34, 37, 38)."""

    application_id = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=8, choices=[("grant", "准予"), ("refuse", "不予")])
    deemed = models.BooleanField(default=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, db_constraint=False)
    authority = models.CharField(max_length=200)
    decided_on = models.DateField()
    grounds = models.TextField(default="", blank=True)
