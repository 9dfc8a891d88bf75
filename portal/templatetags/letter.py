"""告知承诺: what the notification tells and the letter promises."""

from dataclasses import dataclass

from django import template

from portal.catalogue_lines import RuleLine, condition_lines
from portal.public.words import period_words
from workflow.rules.catalogue import SubItem

register = template.Library()


@dataclass(frozen=True, slots=True)
class Notification:
    """The conditions, and within which time after the decision they are verified."""

    conditions: list[RuleLine]
    verified_within: str


@register.simple_tag
def notification(item: SubItem) -> Notification:
    """告知书 of a sub-item that may be decided on commitment (国办发〔2020〕42号)."""
    return Notification(condition_lines(item), period_words(item.follow_up))
