"""首问责任 on the case page."""

from typing import Any

from django import template

from portal.window import contacts
from portal.window.models import FirstContact

register = template.Library()


@register.simple_tag
def first_contact(application: Any) -> FirstContact | None:
    """Who first received the applicant; None where nobody did at a window."""
    return contacts.of(application.pk)
