from django.apps import AppConfig


class BenchmarksConfig(AppConfig):
    """Holds the stock flow; viewflow wants flows in an installed app."""

    name = "benchmarks"
    label = "benchmarks"
