"""What a guide says of the form, of place and hours, and of frequent questions: the catalogue's own words."""

from dataclasses import dataclass
from itertools import groupby

from portal.case_words import in_language
from workflow.rules.catalogue import SubItem
from workflow.rules.catalogue_pages import FormField, Guide


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A question of the application form; `depends`: asked only after certain answers."""

    label: str
    help: str
    choices: tuple[str, ...]
    required: bool
    depends: bool


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where, when and with whom the matter is handled, and where to complain."""

    place: str
    hours: str
    contact: str
    complaint: str
    illustrative: bool


def asked_sections(item: SubItem) -> list[tuple[str, list[AskedLine]]]:
    """The fields of the form under the headings of their sections."""
    sections = groupby(item.form, key=lambda field: (field.section, field.section_en))
    return [(in_language(*name), [_asked(field) for field in fields]) for name, fields in sections]


def _asked(field: FormField) -> AskedLine:
    return AskedLine(
        label=in_language(field.label, field.label_en),
        help=in_language(field.help or "", field.help_en or ""),
        choices=tuple(in_language(option.label, option.label_en) for option in field.choices),
        required=field.required,
        depends=bool(field.show_if),
    )


def whereabouts(guide: Guide | None) -> Whereabouts | None:
    """None where the item version says nothing of it."""
    if guide is None:
        return None
    return Whereabouts(
        in_language(guide.place, guide.place_en),
        in_language(guide.hours, guide.hours_en),
        in_language(guide.contact, guide.contact_en),
        in_language(guide.complaint, guide.complaint_en),
        guide.illustrative,
    )


def questions(guide: Guide | None) -> list[tuple[str, str]]:
    """Frequent questions with their answers."""
    if guide is None:
        return []
    return [(in_language(q.question, q.question_en), in_language(q.answer, q.answer_en)) for q in guide.faq]
