"""The app that holds the commands; its import gives every Django process the Celery application and our checks."""

from django.apps import AppConfig

from config.celery import app as celery_app
from config.checks import check_environment

__all__ = ["ConfigConfig", "celery_app", "check_environment"]


class ConfigConfig(AppConfig):
    """Commands, demo and health."""

    name = "config"
    default_auto_field = "django.db.models.BigAutoField"
