"""`manage.py play`: scenario files, the law as stories that run against the real engine (docs/scenarios.md)."""
