"""Sets the demo's stage in one process, because starting one takes seconds: the database, then people and cases,
and the test seals: this is the only process beside the signer that knows their folder.

Prints what `manage.py demo_data` prints: the accounts.
"""

import os
from io import StringIO

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("prepare", verbosity=0)
    call_command("demo_data")
    call_command("enrol_seals", test=True, stdout=StringIO())
