"""更正: a slip of the pen on a licence is put right ex officio: a new edition, a new document, the decision as it was.

Source: rules of administrative procedure by analogy (湖南省行政程序规定 164: 文字表述错误的，应当更正).  What was decided, the
term and the scope, is for a change (行政许可法 49), never for a correction."""

from approvals.licence_editions import SAYS, LicenceEdition
from approvals.licences import VALID
from workflow.acts.aftercare import the_licence
from workflow.acts.licensing import make_out, term_kept
from workflow.acts.registry import act
from workflow.case import Case
from workflow.errors import BadInput, refuse

LONGEST, LONGEST_REASON = 200, 400


def correctable(case: Case) -> list[str]:
    """What of the licence may be corrected: the holder's particulars, and what was taken over from the application's form."""
    return [*SAYS, *(field.code for field in case.item.form)]


@act
def correct_licence(case: Case, *, field: str = "", after: str = "", reason: str = "") -> None:
    """更正: `field` reads `after` from now on, in an edition of its own and a licence document with a new number."""
    licence = the_licence(case)
    if licence.status != VALID or not licence.edition:
        raise refuse("not_in_order", str(licence.get_status_display()))
    if field not in correctable(case):
        raise BadInput("请选择要更正的内容", field="field")
    if not after.strip() or len(after) > LONGEST:
        raise BadInput("请填写更正后的内容", field="after")
    if not reason.strip():
        raise refuse("grounds_missing")
    particulars = {field: after.strip()} if field in SAYS else {}
    answers = {} if field in SAYS else {field: after.strip()}
    make_out(case, LicenceEdition.CORRECTED, says=particulars, form=answers, reason=reason.strip()[:LONGEST_REASON])
    kept = {**term_kept(licence), "corrected": field, "after": after.strip(), "correction_reason": reason.strip()}
    case.draw("licence", kept=kept)
    case.draw("licence_duplicate", kept=kept)
