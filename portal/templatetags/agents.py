"""Who may act for the applicant of a case."""

from collections.abc import Iterator

from django import template

from approvals.people import PowerOfAttorney
from portal import agency_words
from workflow.models import Application

register = template.Library()


@register.simple_tag
def agents_of(application: Application) -> Iterator[tuple[PowerOfAttorney, list[str]]]:
    """As agency_words tells them."""
    return agency_words.agents_of(application)
