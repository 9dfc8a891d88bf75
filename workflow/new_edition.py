"""An edition of a licence that an act is about to make out; the store numbers and writes it (store_sql.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from approvals.rules.licence_number import Pattern


@dataclass(frozen=True, slots=True)
class NewEdition:
    """A licence is made out (anew): why, from which day, by which number, and what of it is corrected.

    number: the pattern of its first number, None where it has one or the document's own serves; sets: field of the
    application's form → what of the licence it takes the place of; says, form: what is corrected."""

    cause: str
    from_on: date
    identifier: str | None
    number: Pattern | None = None
    sets: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
