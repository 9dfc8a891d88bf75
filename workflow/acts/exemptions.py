"""免提交: which materials need not be handed in, and why, as the file then says.  Sources: see workflow/licence_library.py."""

from collections.abc import Iterable, Mapping, Sequence

from workflow.acts.materials import known_codes
from workflow.case import Case
from workflow.errors import refuse
from workflow.licence_library import LICENCE, Holding, exemptions, of_licence, source_of


def exempted(case: Case, holdings: Iterable[Holding], codes: Sequence[str]) -> Mapping[str, str]:
    """Code → reason of what is claimed to need no handing in.  Raises not_in_library where nothing serves for it.

    The claim rests on each licence it names: whoever ends one at the same time makes it be decided again."""
    if not codes:
        return {}
    claimed = known_codes(case.item, list(codes), field="exempt")
    held = list(holdings)
    own = of_licence(case.licence, case.item, on=case.today) if case.licence is not None else None
    reasons = exemptions(case.item, held, own=own)
    if unfounded := [code for code in claimed if code not in reasons]:
        raise refuse("not_in_library", "、".join(unfounded))
    for code in claimed:
        source = source_of(case.item.materials[code], held, own=own)
        if source is not None and source.what == LICENCE:
            case.guard("approvals_licence", source.key, source.version)
    return {code: reasons[code] for code in claimed}
