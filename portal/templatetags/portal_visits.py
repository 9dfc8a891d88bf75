"""Reading a field of a form that is a plain mapping."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def at(given: Mapping[str, str], name: str) -> str:
    """What stands there under this name; '' where nothing does."""
    return given.get(name, "") if given else ""
