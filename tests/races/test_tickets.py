"""Tickets taken and called at the same moment by processes of their own: no number twice, none left out, nobody called twice."""

from approvals.people import Office
from portal.window.models import FirstContact, Ticket
from tests.moments import moment

ROUNDS = 60


def test_numbers_have_no_gap_and_each_is_called_once(arena):
    ring = arena(2)
    office = Office.objects.get(parent=None).pk
    taking = {"door": "take_ticket", "given": {"office": office, "at": moment()}, "before": "FOR NO KEY UPDATE"}
    for turn in range(1, ROUNDS + 1):
        assert [told["code"] for told in ring.race(taking, taking)] == ["done", "done"]
        numbers = Ticket.objects.order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, 2 * turn + 1))
        calling = [
            {"door": "call_next", "given": {"office": office, "by": ring.account(by), "at": moment()}, "before": "SKIP LOCKED"}
            for by in ("clerk", "clerk2")
        ]
        assert [told["code"] for told in ring.race(*calling)] == ["done", "done"]
        assert not Ticket.objects.filter(called_at=None).exists()
    contacts = FirstContact.objects.values_list("ticket__number", "official_id")
    assert sorted(number for number, _official in contacts) == list(range(1, 2 * ROUNDS + 1))
    assert {official for _number, official in contacts} == {ring.account("clerk"), ring.account("clerk2")}
