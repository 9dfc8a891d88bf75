"""Everything of this app that stands in the database, for Django to find."""

from portal.public.attempts import QueryCount

__all__ = ["QueryCount"]
