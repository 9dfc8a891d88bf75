"""文书: the documents a bureau issues, as rows; their files follow."""

from django.db import models


class NumberSeries(models.Model):
    """文号: the last number given out in a series and year; gap-free because it is raised by the write that uses it."""

    series = models.CharField(max_length=40)
    year = models.IntegerField()
    last = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="one_row_a_series_and_year")]


class Document(models.Model):
    """One document drawn up by an act.  A notice counts from `served_on`; null: drawn up, not served."""

    application_id = models.BigIntegerField(db_index=True)
    office_id = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    number = models.CharField(max_length=60)
    drawn_on = models.DateField()
    served_on = models.DateField(null=True)
    seq = models.IntegerField()
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="document_number_once")]
