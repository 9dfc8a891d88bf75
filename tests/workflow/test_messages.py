"""What a case tells people: names, not codes, in the language of the reader."""

from notifications.composition import compose
from notifications.models import Message
from tests.workflow.test_budgets import case, people

__all__ = ["case", "people"]


def test_materials_are_named_in_the_language_of_the_reader(case, people):
    told = Message.objects.get(kind="commitment_letter", recipient_id=people["applicant"])
    assert "承诺的材料：管理体系文件。" in compose(told, language="zh-hans").body
    assert "management-system documents" in compose(told, language="en").body
    assert "QMS" not in compose(told, language="zh-hans").body


def test_the_item_is_named_in_the_language_of_the_reader(case, people):
    told = Message.objects.get(kind="receipt", recipient_id=people["applicant"])
    assert "安全评价机构资质认可（首次申请）" in compose(told, language="zh-hans").body
    assert "Accreditation of safety-evaluation institutions (initial)" in compose(told, language="en").body
