"""Gives the benchmarks their servers and sets Django up.  Imported before any module that imports a model."""

import os
from contextlib import ExitStack

import django
from django.conf import settings

from config.services import ensure_services

SERVERS = ExitStack()


def set_the_stage() -> None:
    """Start or join the servers, say so in the environment, set Django up with the stock flow's app beside the product's."""
    os.environ.update(SERVERS.enter_context(ensure_services()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    settings.INSTALLED_APPS.append("benchmarks")
    django.setup()


set_the_stage()
