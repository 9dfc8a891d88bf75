"""What the form of `supply` asks for beside its fields: a place for the files of each material."""

from typing import Any, cast

from django import template

from portal.forms import ActForm
from portal.uploads.asks import FileAsk, asks, chosen

register = template.Library()


@register.simple_tag(takes_context=True)
def files_to_supply(context: template.RequestContext, form: ActForm) -> list[tuple[str, FileAsk]]:
    """The materials that can be supplied now, by name, each with the files chosen and those of earlier applications."""
    names = dict(cast(Any, form.fields["materials"]).choices)
    case, request = form.sheet.case, context["request"]
    found = asks(
        account=request.person.id,
        applicant=case.applicant.pk,
        codes=list(names),
        ticked=chosen(request.POST, names) if form.is_bound else {},
        without=case.application.pk,
    )
    return [(names[code], ask) for code, ask in found.items()]
