"""From where a request comes."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

PREFIX = 64  # of an IPv6 address: what one subscriber has


def client_address(request: HttpRequest) -> str:
    """Who asks: behind the bureau's proxy the last address it was given, which is the one the proxy itself saw."""
    given = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        given = request.headers.get("X-Forwarded-For", given).split(",")[-1].strip()
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, PREFIX), strict=False))
    return given
