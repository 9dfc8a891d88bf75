"""What the templates of the figures ask of what they are handed."""

from collections.abc import Iterable

from django import template

from supervision.rules.reconciling import Check

register = template.Library()


@register.filter
def failing(checks: Iterable[Check]) -> list[Check]:
    """The equations that do not hold."""
    return [check for check in checks if not check.holds]
