from django.apps import AppConfig


class DifferentialConfig(AppConfig):
    """Flows that exist for tests only; viewflow wants them in an installed app."""

    name = "tests.differential"
    label = "differential"
