"""`manage.py check --deploy`: what a production machine must be told."""

import os
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

REQUIRED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "LICENSING_FIELD_KEY", "ALLOWED_HOSTS", "STATIC_ROOT")


@register(Tags.security, deploy=True)
def check_environment(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """An error for each variable whose default is meant for one machine: two machines would differ in it."""
    return [
        Error(f"生产环境须设置 {name} / set {name} in production", id=f"config.E{number:03}")
        for number, name in enumerate(REQUIRED, 1)
        if not os.environ.get(name)
    ]
