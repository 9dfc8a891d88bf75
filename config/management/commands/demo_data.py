"""`manage.py demo_data`: the people of the demo and a day's worth of cases; prints the accounts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from approvals.people import Role, User
from config import demo_cases, demo_people, moment
from config.demo_account import PASSWORD

NOT_EMPTY = (
    "数据库里已有其他人员，不在其中建立密码公开的演示账户。 / "
    "The database has other people; no demo accounts with a known password are made in it."
)


class Command(BaseCommand):
    """Once a database: when the people are there, nothing is done."""

    help = "建立演示人员和办件，列出账户 / make the people and cases of the demo, list the accounts"

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed unless it was done before, then list the accounts."""
        if not demo_people.is_there():
            if demo_people.anybody_else():
                raise CommandError(NOT_EMPTY)
            demo_cases.seed(at=moment.now())
        self.stdout.write(f"演示账户 / demo accounts    密码 / password: {PASSWORD}")
        for account in User.objects.order_by("id").prefetch_related("posts").select_related("applicant"):
            self.stdout.write(f"  {account.username:<16}{account}  {_what(account)}")


def _what(account: User) -> str:
    """The posts of an official, or for whom somebody applies."""
    posts = [Role(post.role) for post in account.posts.all()]
    if posts:
        return "、".join(f"{post.label} / {post.value.replace('_', ' ')}" for post in posts)
    if account.applicant is None:
        return "代理人 / agent"
    return "申请人 / applicant"
