"""Cases for the approval desk, made by acts in a process of its own: thirty of one sub-item, and two for the deputy."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from approvals.people import User
from config import moment
from workflow import acts

ITEM, GRAVE, MANY = "EM13-01", "EM03-02", 30


def lay_out() -> None:
    """Lodged, accepted and reviewed; they wait for the decision."""
    keys = {name: User.objects.get(username=name).pk for name in ("applicant", "clerk", "reviewer")}
    for item in [ITEM] * MANY + [GRAVE] * 2:
        at = moment.now()
        case = acts.lodge(by=keys["applicant"], at=at, item=item)
        acts.perform("accept", case.pk, by=keys["clerk"], at=at)
        acts.perform("record_opinion", case.pk, by=keys["reviewer"], at=at, opinion="grant", grounds="材料齐全")


if __name__ == "__main__":
    lay_out()
