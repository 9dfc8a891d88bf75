"""The suite's own databases: a worker's clone, and clones that others can see."""

import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from tests.databases import ROOT, Database


@pytest.mark.django_db
def test_a_test_runs_in_a_clone_and_not_in_the_demo():
    assert connection.settings_dict["NAME"].startswith("licensing_test_")


def test_committed_rows_are_seen_by_another_process(committed_database: Database):
    get_user_model().objects.create(username="rival")
    script = "import django; django.setup(); from approvals.models import User; print(User.objects.get().username)"
    environment = {**committed_database.environment, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", script]
    seen = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert seen.stdout == "rival\n", seen.stderr
