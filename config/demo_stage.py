"""Sets the demo's stage in one process, because starting one takes seconds: the database, then people and cases.

Prints what `manage.py demo_data` prints: the accounts.
"""

import os

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("prepare", verbosity=0)
    call_command("demo_data")
