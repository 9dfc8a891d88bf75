#!/usr/bin/env python
"""The command line. Where no DATABASE_URL or REDIS_URL is given, embedded servers are started or joined."""

import os
import sys
from contextlib import nullcontext

from django.core.management import execute_from_command_line

from config.services import ServiceError, ensure_services

NEED_NO_SERVER = {"help", "version", "--help", "-h", "--version", "makemessages", "compilemessages", "collectstatic"}


def needs_servers(arguments: list[str]) -> bool:
    """Whether the command may touch the database or the broker."""
    return bool(arguments) and arguments[0] not in NEED_NO_SERVER and not {"--help", "-h"} & set(arguments)


def main() -> int:
    """Run one command; returns the exit code of a server that could not be had, else the command's own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        with ensure_services() if needs_servers(sys.argv[1:]) else nullcontext({}) as environment:
            os.environ.update(environment)
            execute_from_command_line(sys.argv)
    except ServiceError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
