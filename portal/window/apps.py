from django.apps import AppConfig


class WindowConfig(AppConfig):
    """The window desk's own rows: sheets begun, tickets, first contacts."""

    name = "portal.window"
    label = "window"
    default_auto_field = "django.db.models.BigAutoField"
