"""Static files of the pages that are mounted: viewflow's, fifty megabytes for pages that are not, stay where they are."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.staticfiles.finders import AppDirectoriesFinder

NOT_SERVED = {"viewflow", "viewflow.workflow"}


class Finder(AppDirectoriesFinder):
    """The folders `static` of the other apps."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        served = {config.name for config in apps.get_app_configs()} - NOT_SERVED
        super().__init__(served.intersection(app_names) if app_names else served, *args, **kwargs)
