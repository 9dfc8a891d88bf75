"""提前预审: before lodging, an applicant asks whether his papers will do, and a reviewer answers material by material.

It has no legal effect: no receipt, no clock, no ledger entry, and it binds nobody at the decision (domain: 提前预审 [S 001])."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from approvals.people import Office, Post, Role
from workflow import catalogue_versions
from workflow.acts.materials import known_codes
from workflow.acts.register import tell
from workflow.errors import BadInput, NotFound, refuse
from workflow.models import PreCheck
from workflow.reading import lodger, posts_of
from workflow.rules.catalogue import SubItem
from workflow.rules.clock import legal_day

FITS, DOES_NOT, LATER = "fits", "does_not", "later"
VERDICTS = (FITS, DOES_NOT, LATER)
LONGEST = 2000
PAGE = 30


def ask(*, by: int, at: datetime, applicant: int, item: str, question: str, materials: Mapping[str, str]) -> PreCheck:
    """`materials`: code → what the applicant says of it.  Raises not_yours, material_unknown or BadInput."""
    _version, sub_item = catalogue_versions.current(item)
    if code := lodger(by=by, at=at).refused(sub_item, applicant):
        raise refuse(code)
    codes = known_codes(sub_item, list(materials))
    if not codes and not question:
        raise BadInput("请勾选材料或者写明问题", field="question")
    if PreCheck.objects.filter(applicant=applicant, sub_item_code=item, answered_at=None).exists():
        raise BadInput("该事项已有等待答复的预审", field="question")
    with transaction.atomic():
        made = PreCheck.objects.create(
            office=Office.objects.order_by("id")[0],
            applicant_id=applicant,
            sub_item_code=item,
            asked_by_id=by,
            asked_at=at,
            question=question[:LONGEST],
            materials={code: materials[code][:LONGEST] for code in codes},
        )
        _tell_reviewers(made, sub_item, at)
    return made


def _tell_reviewers(row: PreCheck, item: SubItem, at: datetime) -> None:
    """The reviewers of the office, except who asked."""
    posts = Post.objects.filter(posts_of(row.office_id, on=legal_day(at)), role=Role.REVIEWER, user__is_active=True)
    reviewers = posts.exclude(user=row.asked_by_id).order_by("user").values_list("user", flat=True).distinct()
    facts = {"item": item.names, "applicant": row.applicant.name, "question": row.question or None}
    tell(f"pre_check:{row.pk}:asked", "pre_check_asked", to=reviewers, at=at, link=f"/pre-checks/{row.pk}/", **facts)


def _tell_applicant(row: PreCheck, answer: str, at: datetime) -> None:
    """The applicant's accounts, and who asked for him if he still may."""
    told = list(row.applicant.accounts.filter(is_active=True).order_by("id").values_list("id", flat=True))
    if any(each.pk == row.applicant_id for each in lodger(by=row.asked_by_id, at=at).applicants):
        told.append(row.asked_by_id)
    facts = {"item": item_of(row).names, "answer": answer or None}
    event, link = f"pre_check:{row.pk}:answered", f"/pre-checks/{row.pk}/"
    tell(event, "pre_check_answered", to=dict.fromkeys(told), at=at, link=link, **facts)


def answer(*, pre_check: PreCheck, by: int, at: datetime, text: str, remarks: Mapping[str, Mapping[str, str]]) -> None:
    """`remarks`: code → verdict and remark.  Raises not_in_order once it is answered, or BadInput."""
    given = {code: remarks[code] for code in pre_check.materials if code in remarks}
    wrong = [code for code in pre_check.materials if given.get(code, {}).get("verdict") not in VERDICTS]
    if wrong:
        raise BadInput("请对每件材料选择预审结果", field=f"verdict-{wrong[0]}")
    if not text and not given:
        raise BadInput("请填写答复", field="answer")
    rows = PreCheck.objects.filter(pk=pre_check.pk, answered_at=None)
    with transaction.atomic():
        if not rows.update(answered_by=by, answered_at=at, answer=text[:LONGEST], remarks=dict(given)):
            raise refuse("not_in_order")
        _tell_applicant(pre_check, text[:LONGEST], at)


def item_of(pre_check: PreCheck) -> SubItem:
    """The sub-item as it is in force today."""
    return catalogue_versions.current(pre_check.sub_item_code)[1]


def page(*, offices: Collection[int], own: Q, before: int | None) -> tuple[list[PreCheck], int | None]:
    """Those of these offices, else his own, the newest first, from the key on; and the key of the next page."""
    rows = PreCheck.objects.select_related("applicant", "answered_by").order_by("-id")
    rows = rows.filter(office__in=offices) if offices else rows.filter(own)
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def one(*, key: int, offices: Collection[int], own: Q) -> PreCheck:
    """The one with this key, if it is theirs.  Raises NotFound."""
    rows = PreCheck.objects.select_related("applicant", "answered_by")
    found = rows.filter(Q(office__in=offices) | own, pk=key).first()
    if found is None:
        raise NotFound(str(key))
    return found
